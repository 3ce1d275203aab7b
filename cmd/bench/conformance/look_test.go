package conformance

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What the demonstration prints for those who look around.
const (
	demoPassword = "paper ink one gold streak"
	demoEditor   = "ines.quillfeather@aldery-ledger.example"
	demoAdmin    = "sunniva.harcastle-bey@aldery-ledger.example"
)

// A page of each kind is opened by a reader, an editor and an admin, wide and
// narrow, light and dark: axe finds nothing, nothing scrolls sideways, the
// console stays empty, the keyboard sees where it is, public pages are light,
// and a check prints. TOUCHSTONE_PICTURES names a folder for pictures of all.
func TestEveryPageIsOpenToEverybody(t *testing.T) {
	t.Parallel()
	runPage(t, "look.mjs", []string{"playwright-core@1.65.1", "@axe-core/playwright@4.13.0", "axe-core@4.14.1"},
		desk(t), demoPassword, demoEditor, demoAdmin, os.Getenv("TOUCHSTONE_PICTURES"))
}

// Lighthouse gives public pages 0.95 or more in each of its four categories.
func TestPublicPagesAreWhatLighthouseAsksFor(t *testing.T) {
	runPage(t, "score.mjs", []string{"lighthouse@12.8.2", "chrome-launcher@1.2.1"}, desk(t))
}

// runPage runs one of the scripts beside the packages it needs.
func runPage(t *testing.T, script string, packages []string, args ...string) {
	t.Helper()
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("the pages are looked at in Chromium (apt-get install chromium): %v", err)
	}
	text, err := os.ReadFile(filepath.Join("pages", script))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string][]byte{script: text, "package.json": []byte(`{"private": true, "type": "module"}`)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(name string, args ...string) string {
		cmd := exec.CommandContext(t.Context(), name, args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CHROMIUM="+chromium)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, args[0], err, out)
		}
		return strings.TrimSpace(string(out))
	}
	run("npm", append([]string{"install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"}, packages...)...)
	t.Log(run("node", append([]string{script}, args...)...))
}
