package extract

import (
	"strings"
	"unicode"
)

// stopWords are the commonest small words of the languages that are told
// apart, without those that several of them share.
var stopWords = map[string]*words{
	"en": set("the and of to in that is was for it with as his on be at by had not are but from or have an they which one were all their there been would when who will more if out said has its about up into than them can only other time new some these two may then do first any my now such like our over"),
	"de": set("der die das und ist nicht mit sich auch auf für den dem ein eine einen einer als wird werden wurde hat sind noch nach bei aus über oder zum zur dass wie ich sie er es"),
	"fr": set("le les des et est une dans qui pour pas sur plus par avec au aux ce cette sont ont été mais nous vous leur elle ils était comme aussi selon du"),
	"es": set("el los las y del que es una por con para como más pero sus fue ha este esta también según son entre cuando muy sin sobre ya hay lo"),
	"pt": set("o os as e do da dos das que é uma por com para não mais como mas foi ao ele ela são também seu sua pelo pela até isso já segundo em um"),
	"it": set("il lo gli e di che è una per con non più come ma anche della delle del dei nel alla sono ha suo sua questo questa dal stato secondo"),
	"nl": set("de het een en van is dat niet op zijn met voor aan er ook als maar bij nog uit naar door ze hij werd heeft worden wordt"),
	"sv": set("och att det som en på är av för med till den har inte om ett men var jag från vid så kan ska eller efter enligt"),
	"da": set("og at det som en på er af for med til den har ikke om et men var jeg fra ved så kan skal eller efter ifølge blev"),
	"pl": set("i w na że nie się do z jest to jak o ale od po za co przez dla tak był była już tylko jego oraz"),
	"tr": set("ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ancak en ne var göre oldu"),
	"id": set("yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena bisa ada mereka oleh telah"),
	"ro": set("și în de la cu nu pe este că din care un o mai pentru au fost sunt după dar prin"),
	"cs": set("a se na že je v to s z do o jako ale za by po které který od pro také byl jeho"),
	"hu": set("a az és hogy nem egy is van ez volt de csak meg már még mint vagy szerint azt"),
	"fi": set("ja on ei että se oli hän mutta kun myös ovat tai kuin sen joka mukaan ole"),
}

// scripts are languages, or the commonest language, that a script gives away.
var scripts = []struct {
	table *unicode.RangeTable
	code  string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"}, {unicode.Han, "zh"}, {unicode.Arabic, "ar"}, {unicode.Hebrew, "he"}, {unicode.Greek, "el"},
	{unicode.Devanagari, "hi"}, {unicode.Bengali, "bn"}, {unicode.Tamil, "ta"}, {unicode.Thai, "th"}, {unicode.Georgian, "ka"}, {unicode.Armenian, "hy"}, {unicode.Cyrillic, "ru"},
}

// sampleWords is how much of a text the guess is made from.
const sampleWords = 600

// Language guesses the language of a text by its small words or its script:
// "en" where the text is English enough for Find, else the best guess as a
// BCP 47 code, or "und" where nothing speaks for any.
func Language(text string) string {
	words := 0
	count := map[string]int{}
	other := map[string]int{}
	letters := 0
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if words++; words > sampleWords {
			break
		}
		for _, r := range w {
			if r < 0x250 {
				letters++
				continue
			}
			for _, s := range scripts {
				if unicode.Is(s.table, r) {
					other[s.code]++
					break
				}
			}
			letters++
		}
		low := strings.ToLower(w)
		for code, set := range stopWords {
			if set.has(low) {
				count[code]++
			}
		}
	}
	return decide(count, other, min(words, sampleWords), letters)
}

// decide weighs the counts: a script by its letters, a language by how many of
// the words are its small ones.
func decide(count, other map[string]int, words, letters int) string {
	if other["ja"] > 0 {
		other["ja"] += other["zh"] // kana among ideographs
	}
	if code, n := most(other); n*2 > letters && n > 0 {
		return code
	}
	code, n := most(count)
	switch {
	case words == 0 || n == 0:
		return "und"
	case code == "en" && n*100 >= words*12, n*100 >= words*8 && code != "en":
		return code
	case code == "en" && words < 30 && n*100 >= words*5:
		return code
	}
	return "und"
}

// most gives the key with the highest count, the first by name among equals.
func most(m map[string]int) (string, int) {
	best, n := "", 0
	for k, v := range m {
		if v > n || v == n && n > 0 && k < best {
			best, n = k, v
		}
	}
	return best, n
}
