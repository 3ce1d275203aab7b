package match

import (
	"cmp"
	"slices"
	"strings"
)

// maxShared is how many words a reason names.
const maxShared = 6

// why says in words what speaks for a match, and where its numbers differ.
func (a *asked) why(p *Prepared) []string {
	var why []string
	head := append(words(p.Doc.Statement), words(p.Doc.Title)...)
	if w := a.sharedWords(append(head, words(p.Doc.Summary)...)); len(w) > 0 {
		why = append(why, "shared words: "+strings.Join(w, ", "))
	}
	if w := a.otherForms(head); len(w) > 0 {
		why = append(why, "other words for the same: "+strings.Join(w, ", "))
	}
	if n := numbersOf(a.words); len(n) > 0 {
		why = append(why, compareNumbers(n, numbersOf(head))...)
	}
	if a.sameSpeaker(p) {
		why = append(why, "the same speaker")
	}
	if len(why) == 0 && len(p.body) > 0 {
		if w := a.sharedWords(words(clip(p.Doc.Body, MaxBody))); len(w) > 0 {
			why = append(why, "words in the explanation: "+strings.Join(w, ", "))
		}
	}
	return why
}

// sharedWords are the words of the query that stand in a text too, the rarest
// first, as the query writes them.
func (a *asked) sharedWords(text []word) []string {
	in := map[string]bool{}
	for _, w := range text {
		in[w.stem] = true
	}
	var found []int
	seen := map[string]bool{}
	for i, w := range a.words {
		counted := i > 0 && a.words[i-1].num && scale[w.low] // it is named with its number
		if in[w.stem] && !w.stop && !w.num && !counted && !seen[w.stem] {
			seen[w.stem] = true
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(i, j int) int { return cmp.Compare(a.weight[j], a.weight[i]) })
	var out []string
	for _, i := range found[:min(len(found), maxShared)] {
		out = append(out, clip(a.words[i].form, 40))
	}
	return out
}

// otherForms are pairs of a query's word and another word for it in a text.
func (a *asked) otherForms(text []word) []string {
	var out []string
	used, said := map[int]bool{}, map[string]bool{}
	for _, w := range text {
		said[w.stem] = true
	}
	for _, w := range text {
		for _, o := range a.related[hash(w.stem)] {
			mine := a.form(o.word)
			if o.strength < 0.05 || used[o.word] || said[mine.stem] || w.stop || len(out) == maxShared/2 {
				continue
			}
			used[o.word] = true
			out = append(out, clip(mine.form, 40)+" and "+clip(w.form, 40))
		}
	}
	return out
}

// form is the first word of the query with the k-th distinct stem.
func (a *asked) form(k int) word {
	for _, w := range a.words {
		if i, ok := a.index[hash(w.stem)]; ok && i == k && !w.stop {
			return w
		}
	}
	return word{}
}

// sameSpeaker reports whether the query's speaker made the known claim: the
// last name stands in both names.
func (a *asked) sameSpeaker(p *Prepared) bool {
	return slices.ContainsFunc(p.speaker, func(t term) bool { return t.hash == a.surname && !t.stop })
}
