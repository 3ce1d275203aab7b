package match

import "strings"

// stopWords are words so common that sharing them says nothing. Search
// engines' lists agree on most of them; negations stay, since they matter.
var stopWords = set(`
a about above after again against all also am an and any are as at be because been before being below between both but by
can could did do does doing down during each few for from further get gets getting got had has have having he her here hers herself him himself his how
i if in into is it its itself just let like me more most my myself of off on once only or other ought our ours ourselves out over own
really said same say saying says she should so some such than that the their theirs them themselves then there these they this those through to too
under until up us very was we were what when where which while who whom why will with would you your yours yourself yourselves
actually going go goes gonna well know think thing things one via im ive
arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mustnt shouldnt thats wasnt werent wont wouldnt youre theyre weve
`)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
