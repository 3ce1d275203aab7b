package auth

import "strings"

// Browser says in words what a User-Agent names, as far as that can be told:
// "Firefox on Linux". Nothing depends on it; it helps people to recognise their
// own browsers. What is not known is not repeated, because anybody can write
// anything there.
func Browser(agent string) string {
	name := first(agent, []named{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"},
		{"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"},
		{"Safari/", "Safari"}, {"curl/", "curl"},
	})
	system := first(agent, []named{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"},
		{"Mac OS X", "macOS"}, {"Macintosh", "macOS"}, {"Linux", "Linux"}, {"FreeBSD", "FreeBSD"},
	})
	switch {
	case name == "" && system == "":
		return "A browser that does not say which"
	case name == "":
		return "A browser on " + system
	case system == "":
		return name
	}
	return name + " on " + system
}

// named is a mark in a User-Agent and what it stands for. Browsers name those
// they resemble too, so that the order counts.
type named struct{ mark, name string }

func first(agent string, list []named) string {
	for _, n := range list {
		if strings.Contains(agent, n.mark) {
			return n.name
		}
	}
	return ""
}
