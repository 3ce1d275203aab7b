package claims

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
)

// Head is the end of the audit log at some moment. Kept outside of the desk, it
// shows later whether the log was cut off or written anew up to there.
type Head struct {
	Seq  int64  // of the newest event; how many there are, as none is missing
	Hash string // of that event
	At   time.Time
}

// headTime is how a head writes its instant: in UTC, to the millisecond, as
// it was sealed.
const headTime = "2006-01-02T15:04:05.000Z"

// String is the head in one line, as ParseHead reads it: sequence, hash, time.
// The head of an empty log has no time.
func (h Head) String() string {
	s := strconv.FormatInt(h.Seq, 10) + " " + h.Hash
	if h.At.IsZero() {
		return s
	}
	return s + " " + h.At.UTC().Format(headTime)
}

// ParseHead reads what String wrote; the time may be missing.
func ParseHead(line string) (Head, error) {
	wrong := Invalid("head", "%q is not a head of the audit log: write its number, its hash and its time, divided by spaces", clip(strings.TrimSpace(line), 100))
	part := strings.Fields(line)
	if len(part) != 2 && len(part) != 3 {
		return Head{}, wrong
	}
	seq, err := strconv.ParseInt(part[0], 10, 64)
	hash := strings.ToLower(part[1])
	if err != nil || seq < 0 || len(hash) != len(Genesis) || strings.Trim(hash, "0123456789abcdef") != "" || seq == 0 && hash != Genesis {
		return Head{}, wrong
	}
	h := Head{Seq: seq, Hash: hash}
	if len(part) == 3 {
		if h.At, err = time.Parse(time.RFC3339Nano, part[2]); err != nil {
			return Head{}, wrong
		}
	}
	return h, nil
}

// maxHeads bounds a file of heads: a line a day for over a century.
const maxHeads = 50_000

// ReadHeads reads heads, one a line. Empty lines and those that begin with "#"
// are left out. A text without any head is an error.
func ReadHeads(r io.Reader) ([]Head, error) {
	var list []Head
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		h, err := ParseHead(line)
		if err != nil {
			return nil, Invalid("head", "line %d: %v", n, err)
		}
		if list = append(list, h); len(list) > maxHeads {
			return nil, Invalid("head", "these are more than %d heads", maxHeads)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, Invalid("head", "this is not a list of heads: %v", err)
	}
	if len(list) == 0 {
		return nil, Invalid("head", "there is no head in it: keep what “touchstone audit head” prints")
	}
	return list, nil
}
