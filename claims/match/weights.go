package match

// weights are how much each feature counts. They were fitted by
//
//	go run ./cmd/bench match fit ../shared/eval/match/ct20 ../shared/eval/match/ct22b
//
// which climbs the mean average precision at 5 by one weight after the other,
// from 0.5 each and never below 0, over the training queries of two public
// collections (CLEF CheckThat! 2020 task 2 and 2022 task 2B), each collection
// counting the same. They are facts about features: no word has a weight.
var weights = features{
	inHead: 0.75, inBody: 0.422, repeated: 0.06, related: 2.02, lettersOf: 0.495, lettersIn: 0.75, quoted: 0.743, names: 0.015, fromPerson: 0.545,
}

// certainty turns signals into a confidence. It was fitted by the same command
// on the same training queries, by logistic regression on whether the best
// match is right: on the whole collections, and on desks of a hundred and of a
// thousand of their claims that know one query in six.
var certainty = signals{always: -3.58, ahead: 3.67, several: 4.54, said: 5.37}
