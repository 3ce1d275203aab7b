package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAReportInsideAReportIsKeptWithItsChain(t *testing.T) {
	text := "The ministry said that the mayor, Ana Berg, had claimed that the bridge was safe. Reporters left."
	found := Find(text)
	if len(found) != 1 || len(found[0].Inner) != 1 {
		t.Fatalf("got %+v", found)
	}
	in := found[0].Inner[0]
	if in.Speaker != "Ana Berg" || in.CueText != "claimed" {
		t.Errorf("inside: got %q, %q", in.Speaker, in.CueText)
	}
	if diff := cmp.Diff([]string{found[0].Speaker}, in.Chain); diff != "" {
		t.Errorf("chain (-want +got)\n%s", diff)
	}
	if s := []rune(text)[in.Content[0].Start:in.Content[0].End]; string(s) != "that the bridge was safe" {
		t.Errorf("content: got %q", string(s))
	}
}
