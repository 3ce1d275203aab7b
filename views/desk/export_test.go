package desk

// MaxLive is how many browsers hear of changes at once.
const MaxLive = maxLive
