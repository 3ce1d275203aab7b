package main

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

// The proportions of a synthetic desk.
const (
	claimsPerArticle = 4
	publishedOfTen   = 7
	againOfTen       = 2 // claims that were made before, in an earlier article
	outlets          = 60
	topicCount       = 40
)

// began is when a synthetic desk begins, and years how long it has worked.
var began = time.Date(2019, 1, 7, 9, 0, 0, 0, time.UTC)

const years = 7

// synthetic invents the past of a desk, the same for the same number of claims.
type synthetic struct {
	*author
	n        int // claims
	people   []claims.User
	scale    claims.Scale
	speakers []claims.Speaker
	who      *rand.Zipf // speakers
	where    *rand.Zipf // outlets
	what     *rand.Zipf // topics
	again    []said     // what articles quote that no claim was made of so far
}

// said is a quotation in an article.
type said struct {
	article *claims.Article
	quote   string
	at      int
	speaker int
}

// newSynthetic gives the desk its people.
func newSynthetic(ctx context.Context, d *db.DB, n int) (*synthetic, error) {
	r := rand.New(rand.NewPCG(20260101, uint64(n)))
	s := &synthetic{author: newAuthor(newVocabulary(), r), n: n}
	var err error
	if s.scale, err = d.Scale(ctx); err != nil {
		return nil, err
	}
	for i, role := range []claims.Role{claims.Admin, claims.Editor, claims.Editor, claims.Editor, claims.Reviewer, claims.Reviewer, claims.Reviewer, claims.Reviewer, claims.Reviewer, claims.Contributor, claims.Contributor} {
		name := s.name(i)
		// No password has this hash, so that nobody gets in with such an account.
		u, err := d.CreateUser(ctx, claims.Person{}, claims.User{Email: claims.Slug(name) + "@synthetic.example", Name: name, Role: role}, "none")
		if err != nil {
			return nil, err
		}
		s.people = append(s.people, u)
	}
	for i := range max(n/200, 40) {
		kind := claims.IsPerson
		if i%5 == 4 {
			kind = claims.IsOrganisation
		}
		s.speakers = append(s.speakers, claims.Speaker{Name: s.name(100 + i), Kind: kind, Role: "Speaker for " + capital(s.words[200+i%1000])})
	}
	s.who = rand.NewZipf(r, 1.2, 8, uint64(len(s.speakers)-1))
	s.where = rand.NewZipf(r, 1.1, 3, outlets-1)
	s.what = rand.NewZipf(r, 1.1, 3, topicCount-1)
	return s, nil
}

// past yields the articles in the order of time.
func (s *synthetic) past() iter.Seq[*db.PastArticle] {
	return func(yield func(*db.PastArticle) bool) {
		articles := (s.n + claimsPerArticle - 1) / claimsPerArticle
		step := time.Duration(years) * 365 * 24 * time.Hour / time.Duration(articles)
		for i := range articles {
			at := began.Add(time.Duration(i) * step).Truncate(time.Millisecond)
			if !yield(s.article(i, min(claimsPerArticle, s.n-i*claimsPerArticle), at)) {
				return
			}
		}
	}
}

// article writes an article and the claims in it.
func (s *synthetic) article(i, n int, at time.Time) *db.PastArticle {
	where := int(s.where.Uint64())
	host := fmt.Sprintf("%s-news.example", s.words[300+where])
	p := &db.PastArticle{Article: claims.Article{
		URL: fmt.Sprintf("https://%s/%d", host, i), Title: s.sentence(7), Outlet: capital(s.words[300+where]) + " News", Byline: s.name(i % 300),
		PublishedOn: claims.DateOf(at), Language: "en", RetrievedAt: at, AddedBy: s.people[9].Person(),
	}}
	text := []byte(p.Article.Title + "\n\n" + s.sentence(14) + ".\n\n")
	var pasts []*past
	for range n {
		q := said{article: &p.Article, speaker: int(s.who.Uint64())}
		before := said{}
		if len(s.again) > 0 && s.r.IntN(10) < againOfTen {
			before, s.again = s.again[0], s.again[1:]
			q.quote, q.speaker = before.quote, before.speaker
		} else {
			q.quote = s.sentence(9 + s.r.IntN(7))
		}
		var c claims.Appearance
		text, c = s.quoted(text, &q)
		pasts = append(pasts, s.begin(q, before, c, at))
	}
	if s.r.IntN(10) < againOfTen*claimsPerArticle {
		q := said{article: &p.Article, speaker: int(s.who.Uint64()), quote: s.sentence(11)}
		text, _ = s.quoted(text, &q)
		if len(s.again) < 1000 {
			s.again = append(s.again, q)
		}
	}
	p.Article.Text = string(text)
	for _, c := range pasts {
		c.cut(p.Article.Text)
		p.Claims = append(p.Claims, c.finish())
	}
	return p
}

// quoted writes a paragraph with a quotation. Texts are ASCII, so that bytes
// are code points.
func (s *synthetic) quoted(text []byte, q *said) ([]byte, claims.Appearance) {
	from := len(text)
	text = append(text, s.sentence(6)...)
	text = append(text, `. "`...)
	q.at = len(text)
	text = append(text, q.quote...)
	text = append(text, `," said `...)
	text = append(text, s.speakers[q.speaker].Name...)
	text = append(text, ".\n\n"...)
	a := appearance(*q)
	a.ContextAt, a.Context = from, string(text[from:len(text)-2])
	return text, a
}

func appearance(q said) claims.Appearance {
	return claims.Appearance{Quote: q.quote, Spans: []claims.Span{{Start: q.at, End: q.at + len(q.quote)}}, Kind: claims.Direct, Cue: "said", Anchor: claims.Anchored,
		Finding: claims.Finding{Rule: "quote before", Confidence: .93, High: true, Worth: .6}}
}
