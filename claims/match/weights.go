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
	inHead: 1.8, inBody: 1.48, repeated: 0.495, related: 4.84, lettersOf: 1.5, lettersIn: 3,
	quoted: 2.25, near: 0.06, answered: 0, names: 0.135, fromPerson: 2,
}

// certainty turns signals into a confidence. It was fitted by the same command
// on the same training queries, by logistic regression on whether the best
// match is right.
var certainty = signals{always: -1.37, ahead: 7.83, said: 0.696, both: 4.91}
