package main

import (
	"context"
	"io"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"touchstone/claims"
	"touchstone/db"
)

// The measures that are compared between sizes.
const (
	constant      = "constant 8 KB by net/http, a second"
	claimUncached = "claim page, drawn, a second"
	claimCached   = "claim page, kept, a second"
	unchanged     = "304, a second"
	listFirst     = "list page 1, drawn, a second"
	listFar       = "list page 1,000, drawn, a second"
	searchRare    = "search p99, rare word, ms"
	searchMiddle  = "search p99, middling word, ms"
	searchCommon  = "search p99, commonest words, ms"
)

// manyPages is more than the program keeps: asked for in turn, each is drawn.
const manyPages = 20_000

// drawn marks an address as a search without words, which is not kept.
const drawn = "?q="

// far is the page of a list that has to cost what the first does.
const far = 1000

// measuring is one desk while it is measured.
type measuring struct {
	loadFlags
	n        int
	folder   string
	pages    []string // of checks, at random
	page1000 string   // "" where there are not so many
	asked    int      // pages asked for in earlier rounds
	words    *vocabulary
	product  *process
	limit    *process
	rounds   map[string][]float64
	single   map[string][]float64 // p99 over one connection
}

func newMeasuring(ctx context.Context, f loadFlags, folder string, n int) (*measuring, error) {
	m := &measuring{loadFlags: f, n: n, folder: folder, words: newVocabulary(), rounds: map[string][]float64{}, single: map[string][]float64{}}
	file := filepath.Join(folder, db.FileName)
	if err := warm(file); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, file)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	page, err := d.Claims(ctx, claims.Filter{Public: true, PageLimit: 1})
	if err != nil {
		return nil, err
	}
	const block = 1000
	for from := 0; from < page.Total && len(m.pages) < manyPages; from += max(block, page.Total/manyPages*block) {
		list, err := d.Places(ctx, from, block)
		if err != nil {
			return nil, err
		}
		for _, p := range list {
			m.pages = append(m.pages, "/claims/"+p.ID.String()+"/"+url.PathEscape(claims.Slug(p.Statement)))
		}
	}
	rand.New(rand.NewPCG(7, uint64(n))).Shuffle(len(m.pages), func(i, j int) { m.pages[i], m.pages[j] = m.pages[j], m.pages[i] })
	last := (far-1)*claims.PageSize - 1
	if page.Total <= last+claims.PageSize {
		last = page.Total / 2 // a small desk: its middle
	}
	p, err := d.Places(ctx, last, 1)
	if err != nil {
		return nil, err
	}
	c, err := d.Claim(ctx, p[0].ID)
	if err != nil {
		return nil, err
	}
	m.page1000 = "/claims" + drawn + "&after=" + claims.Cursor(c.PublishedAt.UnixMilli(), c.ID)
	return m, nil
}

// warm reads a file once, so that the system holds it as it holds that of a desk
// at work: what is measured is the program, not how fast the disk is.
func warm(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}

// all measures everything, and on the largest desk what takes long.
func (m *measuring) all(ctx context.Context, t *results, log io.Writer, largest bool) (err error) {
	if err := m.starts(ctx, t); err != nil {
		return err
	}
	if m.product, err = startProduct(ctx, m.loadFlags.product, m.folder); err != nil {
		return err
	}
	defer m.product.stop()
	if m.limit, err = startConstant(ctx); err != nil {
		return err
	}
	defer m.limit.stop()
	for range m.loadFlags.rounds {
		if err := m.round(); err != nil {
			return err
		}
	}
	m.judge(t)
	if err := m.exports(ctx, t, log); err != nil {
		return err
	}
	if largest {
		for _, heavy := range []func(context.Context, *results) error{m.abused, m.besideExports, m.stalled} {
			if err := heavy(ctx, t); err != nil {
				return err
			}
		}
	}
	m.product.stop()
	return m.saves(ctx, t)
}

// starts measures the time to the first answer, and what an idle desk holds.
func (m *measuring) starts(ctx context.Context, t *results) error {
	var took, idle []float64
	for range m.loadFlags.rounds {
		p, err := startProduct(ctx, m.loadFlags.product, m.folder)
		if err != nil {
			return err
		}
		err = p.page("/healthz")
		took = append(took, time.Since(p.started).Seconds()*1000)
		if err == nil {
			err = p.page("/")
		}
		idle = append(idle, p.memory())
		p.stop()
		if err != nil {
			return err
		}
	}
	t.add(m.n, "start to first answer, ms", medianOf(took), atMost(150))
	t.add(m.n, "memory after the first page, MB", medianOf(idle), atMost(30))
	return nil
}

// round runs every measure once, for a moment, in turn.
func (m *measuring) round() error {
	at := func(path string) func(int) string { return func(int) string { return m.product.base + path } }
	page := func(i int) string { return m.product.base + m.pages[(m.asked+i)%len(m.pages)] }
	few := func(i int) string { return m.product.base + m.pages[i%min(50, len(m.pages))] }
	tags := tagsOf(few, min(50, len(m.pages)))
	for _, x := range []struct {
		name string
		asking
	}{
		{constant, asking{url: func(int) string { return m.limit.base }, status: 200}},
		{claimUncached, asking{url: page, status: 200}},
		{claimCached, asking{url: few, status: 200}},
		{unchanged, asking{url: few, status: 304, tag: tags}},
		{listFirst, asking{url: at("/claims" + drawn), status: 200}},
		{listFar, asking{url: at(m.page1000), status: 200}},
	} {
		a, err := x.ask(m.each)
		if err != nil {
			return err
		}
		m.rounds[x.name] = append(m.rounds[x.name], a.rate)
		if x.name == claimUncached {
			m.asked += len(a.took)
		}
	}
	for name, ranks := range map[string][2]int{searchRare: {18_000, 28_000}, searchMiddle: {300, 900}, searchCommon: {0, 5}} {
		find := func(i int) string {
			w := m.words.words[ranks[0]+(i*37)%(ranks[1]-ranks[0])]
			return m.product.base + "/claims?sort=best&q=" + w
		}
		a, err := asking{url: find, status: 200}.ask(m.each)
		if err != nil {
			return err
		}
		m.rounds[name] = append(m.rounds[name], a.p99())
		one, err := asking{url: find, status: 200, conns: 1}.ask(m.each)
		if err != nil {
			return err
		}
		m.single[name] = append(m.single[name], one.p99())
	}
	return nil
}

// judge turns the rounds into ratios.
func (m *measuring) judge(t *results) {
	page, searching := atLeast(.35), atMost(25)
	if m.n >= 1_000_000 {
		page, searching = atLeast(.25), atMost(50)
	}
	if m.n < 100_000 {
		page, searching = noTarget, noTarget
	}
	for _, name := range []string{constant, claimUncached, claimCached, unchanged, listFirst, listFar} {
		t.add(m.n, name, medianOf(m.rounds[name]), noTarget)
	}
	t.add(m.n, "claim page, drawn, to constant", m.ratio(claimUncached, constant), page)
	t.add(m.n, "claim page, kept, to constant", m.ratio(claimCached, constant), noTarget)
	t.add(m.n, "304 to constant", m.ratio(unchanged, constant), atLeast(.6))
	t.add(m.n, "list page 1 to page 1,000", m.ratio(listFirst, listFar), atMost(2))
	for _, name := range []string{searchRare, searchMiddle, searchCommon} {
		t.add(m.n, name, medianOf(m.rounds[name]), searching)
		t.add(m.n, name+", one connection", medianOf(m.single[name]), noTarget)
	}
}

// ratio is a measure to another of the same round.
func (m *measuring) ratio(a, b string) measured {
	var list []float64
	for i, x := range m.rounds[a] {
		list = append(list, x/m.rounds[b][i])
	}
	return medianOf(list)
}
