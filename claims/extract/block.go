package extract

import (
	"strconv"
	"strings"

	"touchstone/claims"
)

// BlockKind says what a paragraph is in its article.
type BlockKind string

// The kinds of block. Only paragraphs and the title carry statements.
const (
	Title       BlockKind = "title" // the headline, also where it is repeated
	Heading     BlockKind = "heading"
	Paragraph   BlockKind = "paragraph"
	Boilerplate BlockKind = "boilerplate" // forms, links, notices of the site
	Caption     BlockKind = "caption"     // words under a picture
)

// Block is a paragraph of a text with its kind.
type Block struct {
	Span claims.Span
	Kind BlockKind
}

// Blocks divides a text into its paragraphs, each classified, for display.
func Blocks(text string) []Block {
	d := read(text)
	out := make([]Block, 0, len(d.paras))
	for _, p := range d.paras {
		if s := d.span(p.piece); s.End > s.Start {
			out = append(out, Block{s, p.kind})
		}
	}
	return out
}

// paragraph is a run of tokens between line breaks.
type paragraph struct {
	piece
	kind BlockKind
	skip bool // a repetition: nothing is looked for in it
	head int  // where its words begin, behind the hour of a live blog's entry
}

// findParagraphs cuts at every line break and numbers the tokens.
func (d *doc) findParagraphs() {
	from := 0
	for i := range d.toks {
		if i > 0 && !d.toks[i].glued && strings.ContainsAny(d.text[d.toks[i-1].to:d.toks[i].from], "\n\r\u2028\u2029") {
			d.paras = append(d.paras, paragraph{piece: piece{from, i}, kind: Paragraph})
			from = i
		}
		d.toks[i].para = int32(len(d.paras)) // #nosec G115 -- within an article, which has a limit
	}
	if len(d.toks) > 0 {
		d.paras = append(d.paras, paragraph{piece: piece{from, len(d.toks)}, kind: Paragraph})
	}
	for i := range d.paras {
		d.paras[i].head = d.hourEnd(d.paras[i].piece)
	}
}

// hourEnd passes over the hour with which an entry of a live blog opens,
// “14:02”, “9.30am GMT –”, where words follow.
func (d *doc) hourEnd(p piece) int {
	if !isHour(d.low(p.from)) {
		return p.from
	}
	i := p.from + 1
	for i < p.to && i < p.from+9 {
		t := &d.toks[i]
		switch {
		case t.low == "am", t.low == "pm", t.low == "a", t.low == "p", t.low == "m", t.low == ".", t.low == "(", t.low == ")", t.low == "|", isDash(t.low):
		case t.low == ":" && i > p.from+1:
		case allCaps(d.text[t.from:t.to]) && len(t.low) < 5 && strings.HasSuffix(t.low, "t"): // GMT, CEST
		default:
			if t.upper || t.class.any(numeral) || t.kind == markToken && strings.ContainsAny(t.low, "“\"‘'") {
				return i
			}
			return p.from
		}
		i++
	}
	return p.from
}

// isHour tells “14:02” and “9.30am” from other numbers.
func isHour(w string) bool {
	day := strings.HasSuffix(w, "am") || strings.HasSuffix(w, "pm")
	w = strings.TrimSuffix(strings.TrimSuffix(w, "am"), "pm")
	hour, minute, ok := strings.Cut(w, ":")
	if !ok {
		hour, minute, ok = strings.Cut(w, ".")
		if !day || !ok {
			return false
		}
	}
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	return err == nil && err2 == nil && len(hour) < 3 && len(minute) == 2 && h < 25 && m < 60
}

// sortParagraphs gives every paragraph its kind.
func (d *doc) sortParagraphs() {
	title := ""
	for i := range d.paras {
		p := &d.paras[i]
		words := strings.TrimRight(d.words(p.piece), ".")
		switch {
		case i == 0 && d.short(p, 30):
			p.kind, title = Title, words
		case title != "" && words == title:
			p.kind, p.skip = Title, true
			d.paras[0].skip = false
		case d.caption(p):
			p.kind = Caption
		case d.boilerplate(p, i):
			p.kind = Boilerplate
		case d.heading(p, i):
			p.kind = Heading
		}
	}
}

// short reports whether a paragraph can be a headline: one sentence of at most
// n words.
func (d *doc) short(p *paragraph, n int) bool {
	return p.to-p.from <= n && d.toks[p.from].sentence == d.toks[p.to-1].sentence && len(d.paras) > 1
}

// heading reports whether a line stands over a part of the article: a few
// words without a full stop that report no speech.
func (d *doc) heading(p *paragraph, i int) bool {
	if p.to-p.from > 12 || i == 0 {
		return false
	}
	last := &d.toks[p.to-1]
	if last.kind == markToken && last.low != "?" && last.low != ")" && last.low != "!" || last.quote != 0 {
		return false
	}
	for k := p.from; k < p.to; k++ {
		t := &d.toks[k]
		if t.quote != 0 || t.low == ":" || t.low == "," && p.to-p.from > 8 || t.form != nil && t.form.tense&(past|third) != 0 && !t.form.alone {
			return false
		}
	}
	return true
}

// captionStarts are the words that open the line under a picture.
var captionStarts = []string{"image caption", "photo:", "photo by", "photograph:", "picture:", "image:", "image source", "caption:", "media caption", "file photo", "(photo", "video:", "watch:", "figure:", "getty images", "pictured:", "advertisement"}

func (d *doc) caption(p *paragraph) bool {
	w := strings.ToLower(d.words(piece{p.from, min(p.to, p.from+4)}))
	for _, s := range captionStarts {
		if strings.HasPrefix(w, s) {
			return true
		}
	}
	end := strings.ToLower(d.words(piece{max(p.from, p.to-5), p.to}))
	return p.to-p.from < 60 && (strings.HasSuffix(end, "file photo)") || strings.HasSuffix(end, "getty images") || strings.HasSuffix(end, "getty images)") || strings.Contains(end, "via ap)"))
}

// boilerStarts are the words with which sites address their readers.
var boilerStarts = []string{"please enter your", "read more", "read also", "read next", "see also", "sign up", "subscribe", "click here", "follow us", "share this", "leave a comment", "leave a reply",
	"by subscribing", "we use cookies", "this site uses", "this website uses", "all rights reserved", "copyright", "©", "related:", "related articles", "more from", "do you know more", "contact us", "support our",
	"become a member", "log in", "register", "join our", "download our", "get the latest", "have your say", "what do you think?", "(reporting by", "reporting by", "(with inputs from", "with inputs from", "editing by",
	"(editing by", "additional reporting", "the associated press contributed", "your email address", "save my name", "required fields", "continue reading", "don't miss", "most read", "recommended", "tags:", "filed under",
	"terms of", "privacy policy", "accept all", "cookie", "powered by", "skip to", "story continues", "this article was", "this story was", "correction:", "editor's note", "share on", "tweet this", "print this", "email this",
	"listen to", "watch live", "newsletter", "donate", "advertise", "about the author", "view comments", "comments are closed", "please enable", "loading", "view on", "source:", "published:", "updated:", "last updated"}

func (d *doc) boilerplate(p *paragraph, i int) bool {
	w := strings.ReplaceAll(strings.ToLower(d.words(piece{p.from, min(p.to, p.from+7)})), "’", "'")
	if strings.Trim(w, "_-*=~•· ") == "" {
		return true
	}
	for _, s := range boilerStarts {
		if strings.HasPrefix(w, s) {
			return p.to-p.from < 60
		}
	}
	if strings.HasPrefix(w, "follow ") && i > 0 && p.to-p.from < 25 {
		return true
	}
	return false
}
