package match

// covered is how much of a field the query says, in the same or other words.
func (a *asked) covered(field []term) float64 {
	said, all := 0.0, 0.0
	for _, h := range distinct(field) {
		w := a.stats.weight(a.stats.words, h)
		all += w
		if _, ok := a.index[h]; ok {
			said += w
			continue
		}
		best := 0.0
		for _, o := range a.related[h] {
			best = max(best, o.strength)
		}
		said += w * best
	}
	return said / max(all, 1)
}

// longestRun is the weight of the longest run of the query's words, the
// common ones too, that stands in the field word for word.
func (a *asked) longestRun(field []term) float64 {
	best := 0.0
	ending := make([]float64, len(a.words)+1) // ending[i+1]: weight of the run that ends with word i
	var live []int
	for _, t := range field {
		places := a.at[t.hash]
		run := make([]float64, len(places))
		for k, i := range places {
			run[k] = ending[i] + a.weight[i]
			best = max(best, run[k])
		}
		for _, i := range live {
			ending[i+1] = 0
		}
		for k, i := range places {
			ending[i+1] = run[k]
		}
		live = places
	}
	return best / a.whole
}

// person is the weight of the words of the speaker's name in the head.
func (a *asked) person(head []term) float64 {
	if len(a.speaker) == 0 {
		return 0
	}
	s := 0.0
	for _, h := range distinct(head) {
		s += a.speaker[h]
	}
	return s / a.sum
}
