package extract

import "testing"

func TestLanguageIsGuessedFromSmallWordsOrScript(t *testing.T) {
	for text, want := range map[string]string{
		"The council said on Tuesday that it would not pay for the repairs of the bridge.":         "en",
		"Der Rat sagte am Dienstag, dass er die Reparatur der Brücke nicht bezahlen wird.":         "de",
		"Le conseil a déclaré mardi que les travaux du pont ne sont pas pour cette année.":         "fr",
		"El consejo dijo el martes que no pagará por las obras del puente, según los vecinos.":     "es",
		"Il consiglio ha detto martedì che non pagherà per i lavori del ponte, anche se è vecchio": "it",
		"Совет заявил во вторник, что не будет платить за ремонт моста.":                           "ru",
		"理事会は火曜日、橋の修理費を払わないと述べた。":                                                                  "ja",
		"":              "und",
		"12 34 56":      "und",
		"Xyzzy plugh q": "und",
	} {
		if got := Language(text); got != want {
			t.Errorf("Language(%q) = %q, want %q", text, got, want)
		}
	}
}
