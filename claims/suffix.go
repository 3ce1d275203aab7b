package claims

// plural is step 1a.
func (w *stemmer) plural() {
	n := len(w.b)
	switch {
	case w.ends("sses"):
		w.cut(2, "")
	case w.ends("ied") || w.ends("ies"):
		if n > 4 {
			w.cut(2, "")
		} else {
			w.cut(1, "")
		}
	case w.ends("us") || w.ends("ss"):
	case w.ends("s") && w.vowelBefore(n-2):
		w.cut(1, "")
	}
}

// past is step 1b: -ed, -ing and their adverbs.
func (w *stemmer) past() {
	for _, s := range []string{"eedly", "eed"} {
		if w.ends(s) {
			if len(w.b)-len(s) >= w.r1 {
				w.cut(len(s), "ee")
			}
			return
		}
	}
	for _, s := range []string{"ingly", "edly", "ing", "ed"} {
		if !w.ends(s) {
			continue
		}
		if w.vowelBefore(len(w.b) - len(s)) {
			w.cut(len(s), "")
			w.mend()
		}
		return
	}
}

// mend gives the stem that past left the ending of a word.
func (w *stemmer) mend() {
	n := len(w.b)
	switch {
	case w.ends("at") || w.ends("bl") || w.ends("iz"):
		w.cut(0, "e")
	case n > 1 && w.b[n-1] == w.b[n-2] && contains("bdfgmnprt", w.b[n-1]):
		w.cut(1, "")
	case w.r1 >= n && w.shortSyllable(n):
		w.cut(0, "e")
	}
}

// finalY is step 1c.
func (w *stemmer) finalY() {
	if n := len(w.b); n > 2 && (w.b[n-1] == 'y' || w.b[n-1] == 'Y') && !isVowel(w.b[n-2]) {
		w.b[n-1] = 'i'
	}
}

// ending is a suffix and what takes its place; after are the letters it may
// follow, deep says that it must stand in R2.
type ending struct {
	from, to, after string
	deep            bool
}

// doubleSuffixes are step 2, longer ones first.
var doubleSuffixes = []ending{
	{"ational", "ate", "", false}, {"fulness", "ful", "", false}, {"iveness", "ive", "", false}, {"ization", "ize", "", false}, {"ousness", "ous", "", false},
	{"biliti", "ble", "", false}, {"lessli", "less", "", false}, {"tional", "tion", "", false},
	{"alism", "al", "", false}, {"aliti", "al", "", false}, {"ation", "ate", "", false}, {"entli", "ent", "", false}, {"fulli", "ful", "", false}, {"iviti", "ive", "", false}, {"ousli", "ous", "", false},
	{"abli", "able", "", false}, {"alli", "al", "", false}, {"anci", "ance", "", false}, {"ator", "ate", "", false}, {"enci", "ence", "", false}, {"izer", "ize", "", false},
	{"bli", "ble", "", false}, {"ogi", "og", "l", false}, {"li", "", "cdeghkmnrt", false},
}

// fullSuffixes are step 3.
var fullSuffixes = []ending{
	{"ational", "ate", "", false}, {"tional", "tion", "", false}, {"alize", "al", "", false}, {"ative", "", "", true},
	{"icate", "ic", "", false}, {"iciti", "ic", "", false}, {"ical", "ic", "", false}, {"ness", "", "", false}, {"ful", "", "", false},
}

// replace exchanges the longest of the suffixes the word ends in, if it
// stands in the region.
func (w *stemmer) replace(region int, list []ending) {
	for _, e := range list {
		if !w.ends(e.from) {
			continue
		}
		at := len(w.b) - len(e.from)
		if at >= region && (!e.deep || at >= w.r2) && (e.after == "" || at > 0 && contains(e.after, w.b[at-1])) {
			w.cut(len(e.from), e.to)
		}
		return
	}
}

// remove is step 4: what is left of suffixes in R2.
func (w *stemmer) remove() {
	for _, s := range []string{"ement", "ment", "able", "ance", "ence", "ible", "ant", "ate", "ent", "ion", "ism", "iti", "ive", "ize", "ous", "al", "er", "ic"} {
		if !w.ends(s) {
			continue
		}
		at := len(w.b) - len(s)
		if at >= w.r2 && (s != "ion" || at > 0 && contains("st", w.b[at-1])) {
			w.cut(len(s), "")
		}
		return
	}
}

// finalE is step 5.
func (w *stemmer) finalE() {
	at := len(w.b) - 1
	switch {
	case w.ends("e") && (at >= w.r2 || at >= w.r1 && !w.shortSyllable(at)):
		w.cut(1, "")
	case w.ends("ll") && at >= w.r2:
		w.cut(1, "")
	}
}

func contains(set string, c byte) bool {
	for i := range len(set) {
		if set[i] == c {
			return true
		}
	}
	return false
}
