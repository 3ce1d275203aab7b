package ui

import "strings"

// langDir is the writing direction of a language's usual script.
func langDir(lang string) string {
	first, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch first {
	case "ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "syr":
		return "rtl"
	}
	return "ltr"
}
