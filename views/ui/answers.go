package ui

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/labstack/echo/v4"
)

// Mark names the state that open answers are made from, and when it came
// about. Once anything changed, it is another.
type Mark struct {
	Tag string
	At  time.Time
}

// Answers keeps the answers of open addresses, which are the same for
// everybody, until the mark changes: whole and packed, the ones last asked for,
// bounded in bytes. Each answer carries what lets readers and proxies keep it.
type Answers struct {
	mark func() (Mark, error)

	mu    sync.Mutex
	kept  *simplelru.LRU[string, *answer]
	bytes int
	made  map[string]*making // what is being drawn now
}

// Bounds of what is kept.
const (
	maxKept   = 12 << 20 // bytes together
	maxAnswer = 1 << 20  // bytes of one, with its packed form
	maxName   = 300      // bytes of its address
)

// openAnswer lets proxies keep an answer for a minute and show it for ten more
// while they ask for the next; browsers ask each time.
const openAnswer = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"

// answered counts for the whole program how open pages were answered.
var answered struct{ unchanged, kept, drawn atomic.Int64 }

// AnswerCounts is how many open pages the program answered: with word that the
// reader's is the newest, from what is kept, and drawn anew.
func AnswerCounts() (unchanged, kept, drawn int64) {
	return answered.unchanged.Load(), answered.kept.Load(), answered.drawn.Load()
}

// NewAnswers keeps answers as long as mark gives the same.
func NewAnswers(mark func() (Mark, error)) *Answers {
	a := &Answers{mark: mark, made: map[string]*making{}}
	a.kept, _ = simplelru.NewLRU(maxKept/512, func(_ string, x *answer) { a.bytes -= x.size }) // the size is above 0
	return a
}

// answer is one that was given with 200.
type answer struct {
	tag    string
	header http.Header
	body   []byte
	once   sync.Once
	packed []byte // made when it is first asked for; nil where packing does not pay
	size   int
}

// making is a drawing that others wait for.
type making struct {
	done chan struct{}
	x    *answer
}

// Kept answers from what is kept, with 304 where the reader has it, or draws.
// Only what draw answers with 200 is kept; an error is nobody's to keep.
func (a *Answers) Kept(draw echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		m, err := a.mark()
		if err != nil {
			return err
		}
		key := name(c.Request())
		tag := etag(m, key)
		if given(c.Request(), tag) {
			a.head(c, m, tag)
			answered.unchanged.Add(1)
			return c.NoContent(http.StatusNotModified)
		}
		x, err := a.find(c, key, tag, draw)
		if x == nil || err != nil {
			return err
		}
		a.head(c, m, tag)
		if unmodified(c.Request(), m) {
			return c.NoContent(http.StatusNotModified)
		}
		return x.send(c)
	}
}

// Asked lets readers of files ask whether theirs is still the newest. Files are
// streamed and not kept, and no store gives them unasked.
func (a *Answers) Asked(send echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		m, err := a.mark()
		if err != nil {
			return err
		}
		tag := etag(m, name(c.Request()))
		a.head(c, m, tag)
		c.Response().Header().Set("Cache-Control", "no-cache")
		if given(c.Request(), tag) {
			return c.NoContent(http.StatusNotModified)
		}
		err = send(c)
		if err != nil && !c.Response().Committed {
			for _, k := range []string{"ETag", "Cache-Control", "Last-Modified"} {
				c.Response().Header().Del(k)
			}
		}
		return err
	}
}

// find takes an answer from the store, waits for the one that is being drawn,
// or draws. It is nil where the answer was sent already, such as a redirect.
func (a *Answers) find(c echo.Context, key, tag string, draw echo.HandlerFunc) (*answer, error) {
	if len(key) > maxName || c.QueryParams().Has("q") { // endless many: not worth keeping
		return record(c, tag, draw)
	}
	a.mu.Lock()
	if x, ok := a.kept.Get(key); ok && x.tag == tag {
		a.mu.Unlock()
		answered.kept.Add(1)
		return x, nil
	}
	id := key + tag
	w, wait := a.made[id]
	if !wait {
		w = &making{done: make(chan struct{})}
		a.made[id] = w
	}
	a.mu.Unlock()
	if wait {
		<-w.done
		if w.x != nil {
			return w.x, nil
		}
		return record(c, tag, draw) // what the other found was no answer to keep
	}
	defer func() {
		a.mu.Lock()
		delete(a.made, id)
		a.mu.Unlock()
		close(w.done)
	}()
	// Others may wait for it: it does not end with the one who asked first.
	c.SetRequest(c.Request().WithContext(context.WithoutCancel(c.Request().Context())))
	x, err := record(c, tag, draw)
	if err == nil && x != nil {
		a.keep(key, x)
		w.x = x
	}
	return x, err
}

func (a *Answers) keep(key string, x *answer) {
	// Packed, text takes a quarter more at most.
	if x.size = len(x.body)*5/4 + len(key) + 512; x.size > maxAnswer {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kept.Remove(key)
	a.kept.Add(key, x)
	for a.bytes += x.size; a.bytes > maxKept; {
		a.kept.RemoveOldest()
	}
}

// record draws into memory. What is not 200 is sent on as it is.
func record(c echo.Context, tag string, draw echo.HandlerFunc) (*answer, error) {
	answered.drawn.Add(1)
	r, real := c.Response(), c.Response().Writer
	w := &recorder{header: http.Header{}}
	r.Writer = w
	err := draw(c)
	r.Writer = real
	drawn := r.Committed
	r.Committed, r.Size = false, 0
	if err != nil || !drawn {
		return nil, err
	}
	x := &answer{tag: tag, header: w.header, body: w.body.Bytes()}
	if w.status != http.StatusOK {
		x.headers(r.Header())
		r.WriteHeader(w.status)
		_, err = r.Write(x.body)
		return nil, err
	}
	return x, nil
}

// recorder is a response that goes to memory.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is the answer's own header, apart from what stands before it.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader notes the status.
func (w *recorder) WriteHeader(status int) { w.status = status }

// Write keeps the bytes.
func (w *recorder) Write(b []byte) (int, error) { return w.body.Write(b) }

// head writes what belongs to every open answer.
func (a *Answers) head(c echo.Context, m Mark, tag string) {
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Last-Modified", changed(m).Format(http.TimeFormat))
	h.Set("Cache-Control", openAnswer)
	if !slices.Contains(h["Vary"], "Accept-Encoding") { // said already where Packed comes first
		h.Add("Vary", "Accept-Encoding")
	}
}

func (x *answer) headers(h http.Header) {
	for k, list := range x.header {
		for _, v := range list {
			if k == "Vary" {
				h.Add(k, v)
			} else {
				h.Set(k, v)
			}
		}
	}
}

// send gives the answer, packed to those who take that.
func (x *answer) send(c echo.Context) error {
	h, body := c.Response().Header(), x.body
	x.headers(h)
	if takesGzip(c.Request()) {
		if x.once.Do(x.pack); x.packed != nil {
			body = x.packed
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Response().WriteHeader(http.StatusOK)
	_, err := c.Response().Write(body)
	return err
}

// name is what an answer depends on besides the mark. What stands behind the
// host's name is all of it: no header of a request changes an open page.
func name(r *http.Request) string {
	if r.URL.RawQuery == "" {
		return r.URL.EscapedPath()
	}
	return r.URL.EscapedPath() + "?" + r.URL.RawQuery
}

// etag is weak, because the packed answer bears it too. It holds for one
// address, so that a tag of one page says nothing about another.
func etag(m Mark, key string) string {
	h := fnv.New32a()
	h.Write([]byte(key))
	return fmt.Sprintf(`W/"%s-%08x"`, m.Tag, h.Sum32())
}

// given reports whether the reader has the answer with this tag.
func given(r *http.Request, tag string) bool {
	for have := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimSpace(have) == tag {
			return true
		}
	}
	return false
}

// changed is the first full second in which the state of a mark was whole, and
// never one to come: whoever was told of it has seen all that came before.
func changed(m Mark) time.Time {
	t := m.At.UTC().Truncate(time.Second).Add(time.Second)
	if now := time.Now().UTC().Truncate(time.Second); t.After(now) {
		return now
	}
	return t
}

// unmodified reports whether a reader that asks by time alone has what there is.
func unmodified(r *http.Request, m Mark) bool {
	if none := r.Header.Get("If-None-Match"); none != "" {
		return strings.TrimSpace(none) == "*"
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !since.Before(m.At.UTC().Truncate(time.Second).Add(time.Second))
}
