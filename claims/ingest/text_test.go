package ingest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"touchstone/claims"
)

func TestTextIsCleaned(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"as it is", "One.\n\nTwo.", "One.\n\nTwo."},
		{"line ends of every kind", "a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"},
		{"paragraphs", "a\n\n\n\n b\n \t\nc\u2029d\fe", "a\n\nb\n\nc\n\nd\n\ne"},
		{"ends of lines", "  a  \n\tb \u00a0\n\n", "a\nb"},
		{"spaces inside", "a   b\t\tc", "a b c"},
		{"a non-breaking space stays", "5\u00a0000", "5\u00a0000"},
		{"one composed form", "cafe\u0301", "café"},
		{"what turns the line", "a\u202eb\u2066c\u2069d", "abcd"},
		{"invisible characters", "a\u200bb\u00adc\ufeffd\u2060e\U000e0041f", "abcdef"},
		{"joiners stay", "می\u200cخواهم नमस्\u200dते", "می\u200cخواهم नमस्\u200dते"},
		{"direction marks stay", "שלום\u200f!", "שלום\u200f!"},
		{"an Arabic number sign stays", "\u0600١٢", "\u0600١٢"},
		{"no characters", "a\ufffeb\ufdd0c\U0001ffffd", "abcd"},
		{"a byte order mark", "\xef\xbb\xbfa", "a"},
		{"UTF-16, little end first", "\xff\xfea\x00\xe9\x00", "aé"},
		{"UTF-16, big end first", "\xfe\xff\x00a\x00\xe9", "aé"},
		{"a bell in a long text", strings.Repeat("word ", 30) + "\a", strings.TrimSpace(strings.Repeat("word ", 30))},
		{"marks without end", "a" + strings.Repeat("\u0316", 10_000) + "b", "a" + strings.Repeat("\u0316", 16) + "b"},
	} {
		got, err := Text([]byte(c.raw))
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestWhatIsNoTextIsRefusedWithAWayOut(t *testing.T) {
	for _, c := range []struct {
		name, raw, says string
		kind            claims.Kind
	}{
		{"nothing", "", "paste the article", claims.KindInvalid},
		{"only white space", " \n\u200b\t", "paste the article", claims.KindInvalid},
		{"a NUL", "some\x00text", "some other kind of file", claims.KindInvalid},
		{"many controls", "\x01\x02\x03text", "some other kind of file", claims.KindInvalid},
		{"a PDF", "%PDF-1.7 x", "pdftotext", claims.KindInvalid},
		{"a Word file", "PK\x03\x04...", "plain text in UTF-8", claims.KindInvalid},
		{"Latin-1", "caf\xe9", "iconv", claims.KindInvalid},
		{"a lone surrogate", "a\xed\xa0\x80b", "iconv", claims.KindInvalid},
		{"half of UTF-16", "\xff\xfea\x00b", "save it again", claims.KindInvalid},
		{"a book", strings.Repeat("a", claims.MaxArticleBytes+1), "2 MB", claims.KindTooLarge},
	} {
		_, err := Text([]byte(c.raw))
		if claims.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want kind %d and %q", c.name, err, c.kind, c.says)
		}
	}
}

func TestTheHashIsThatOfTheBytes(t *testing.T) {
	if got, want := Hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a\r\n\r\n b\u202e", "\xff\xfea\x00", "e\u0301\u200b\u0301", "\u1100\n\u1161", "x\n\u0301"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := Text(raw)
		if err != nil {
			return
		}
		if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
			t.Fatalf("%q is not UTF-8 in NFC", got)
		}
		if strings.Contains(got, "\n\n\n") || strings.TrimSpace(got) != got {
			t.Fatalf("%q has white space left over", got)
		}
		if again, err := Text([]byte(got)); err != nil || again != got {
			t.Fatalf("cleaning %q again gives %q, %v", got, again, err)
		}
	})
}

func BenchmarkText(b *testing.B) {
	raw := []byte(strings.Repeat("“The cranes are older than I am,” Mayor Ilse Brandt said.\r\n\r\n", 500))
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Text(raw); err != nil {
			b.Fatal(err)
		}
	}
}
