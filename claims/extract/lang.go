package extract

// Language guesses.
func Language(text string) string { return "en" }
