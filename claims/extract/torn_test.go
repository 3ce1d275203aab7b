package extract

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Words of the golden articles in any order, with marks between them, reach
// corners that no article has.
func TestTornTextsDoNoHarm(t *testing.T) {
	words := []string{"“", "”", `"`, "‘", "’", ",", ".", ":", ";", "(", ")", "—", "''", "\n", "\n\n", "said", "who", "and", "that", "21", "according to", "Mr."}
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, strings.Split(string(raw), " ")...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		var b strings.Builder
		for range 5 + random.IntN(80) {
			b.WriteString(words[random.IntN(len(words))])
			if random.IntN(6) > 0 {
				b.WriteByte(' ')
			}
		}
		check(t, b.String())
	}
}
