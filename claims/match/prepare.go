package match

// Prepared is a Doc divided into words and letters once, so that it can be
// scored often. It does not change.
type Prepared struct {
	Doc       Doc
	head      []term // statement, title, summary and speaker
	statement []term
	title     []term
	body      []term
	speaker   []term
	grams     [2][]uint32 // of the statement and of the title
	length    int         // words in all that are not stop-words
}

// MaxBody is how many bytes of a body are read.
const MaxBody = 1600

// Prepare divides a document.
func Prepare(d Doc) *Prepared {
	p := &Prepared{Doc: d}
	statement, title := words(d.Statement), words(d.Title)
	p.statement, p.title, p.speaker = terms(statement), terms(title), terms(words(d.Speaker))
	p.head = append(append(append(p.head, p.statement...), p.title...), p.speaker...)
	p.head = append(p.head, terms(words(d.Summary))...)
	p.body = terms(words(clip(d.Body, MaxBody)))
	p.length = content(p.head) + content(p.body)
	p.grams = [2][]uint32{grams(statement), grams(title)}
	return p
}

// term is a word as it is compared: the hash of its stem.
type term struct {
	hash uint32
	stop bool
}

func terms(ws []word) []term {
	out := make([]term, len(ws))
	for i, w := range ws {
		out[i] = term{hash(w.stem), w.stop}
	}
	return out
}

// content counts the words that are not stop-words.
func content(ts []term) int {
	n := 0
	for _, t := range ts {
		if !t.stop {
			n++
		}
	}
	return n
}

// gramSize is the length of the runs of letters that are compared, as usual
// for English (McNamee and Mayfield, 2004).
const gramSize = 4

// grams gives the runs of letters in a text, over the spaces between words.
func grams(ws []word) []uint32 {
	letters := []rune{' '}
	for _, w := range ws {
		letters = append(append(letters, []rune(w.low)...), ' ')
	}
	var out []uint32
	for i := 0; i+gramSize <= len(letters); i++ {
		h := offset
		for _, r := range letters[i : i+gramSize] {
			h = (h ^ uint32(r)) * prime // #nosec G115 -- a character is never negative
		}
		out = append(out, h)
	}
	return out
}

// offset and prime are those of FNV-1a.
const (
	offset uint32 = 2166136261
	prime  uint32 = 16777619
)

func hash(s string) uint32 {
	h := offset
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * prime
	}
	return h
}
