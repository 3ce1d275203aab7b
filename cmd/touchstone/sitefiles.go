package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"touchstone/claims"
)

// manifestFile names the files that are ours, so that only those are removed.
const manifestFile = ".touchstone-site.json"

// siteFiles is the folder of a site of files. What is written waits beside it
// until everything is there.
type siteFiles struct {
	dir    string
	stage  string
	had    []string // addresses of the files of the last run
	kept   []string // of this one
	waits  []string // of these, the ones that differ from what is there
	report siteReport
}

// openSite takes an empty folder, or one that holds a site of ours.
func openSite(dir string) (*siteFiles, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { // #nosec G301 -- a web server reads it
		return nil, &claims.Error{Kind: claims.KindBusy, Message: fmt.Sprintf("the folder %s cannot be made: check who owns the one above it", dir), Err: err}
	}
	f := &siteFiles{dir: dir}
	b, err := os.ReadFile(filepath.Join(dir, manifestFile)) // #nosec G304 -- the folder is the operator's
	switch {
	case errors.Is(err, fs.ErrNotExist):
		list, err := os.ReadDir(dir)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", dir, err)
		}
		if len(list) > 0 {
			return nil, claims.Conflict("%s has other files in it: name an empty folder, or one that an earlier run wrote", dir)
		}
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", dir, err)
	default:
		if err := json.Unmarshal(b, &f.had); err != nil {
			return nil, claims.Conflict("%s is damaged: empty the folder and write the site anew", filepath.Join(dir, manifestFile))
		}
	}
	if f.stage, err = os.MkdirTemp(dir, ".touchstone-new-"); err != nil {
		return nil, fmt.Errorf("make a folder in %s: %w", dir, err)
	}
	return f, nil
}

// pages are the addresses of the pages of the last run.
func (f *siteFiles) pages() []string {
	var list []string
	for _, file := range f.had {
		if p, ok := strings.CutSuffix(file, "/index.html"); ok && p != "" {
			list = append(list, p)
		}
	}
	return list
}

// create begins a file that is written in parts.
func (f *siteFiles) create(file string) (*os.File, error) {
	to := filepath.Join(f.stage, f.sitePath(file))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { // #nosec G301 -- a web server reads it
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	out, err := os.OpenFile(to, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644) // #nosec G302 G304 -- in the site's own folder, for a web server
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", file, err)
	}
	return out, nil
}

// keepCreated is keep for a file that was written in parts.
func (f *siteFiles) keepCreated(file string) error {
	same, there := alike(filepath.Join(f.dir, f.sitePath(file)), filepath.Join(f.stage, f.sitePath(file)))
	f.note(file, there, same)
	return nil
}

// alike compares two files by what is in them; there reports whether the first
// is one.
func alike(a, b string) (same, there bool) {
	x, err := os.Open(a) // #nosec G304 -- in the site's own folder
	if err != nil {
		return false, false
	}
	defer x.Close()
	y, err := os.Open(b) // #nosec G304 -- in the site's own folder
	if err != nil {
		return false, true
	}
	defer y.Close()
	p, q := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		n, errX := io.ReadFull(x, p)
		m, errY := io.ReadFull(y, q)
		if !bytes.Equal(p[:n], q[:m]) {
			return false, true
		}
		if errX != nil || errY != nil {
			return (errX != nil) == (errY != nil), true
		}
	}
}

func (f *siteFiles) note(file string, there, same bool) {
	f.kept = append(f.kept, file)
	switch {
	case same:
		f.report.same++
		return
	case there:
		f.report.changed++
	default:
		f.report.fresh++
	}
	f.waits = append(f.waits, file)
}

// keep holds a file for the end of the run. One that is as it was stays
// untouched.
func (f *siteFiles) keep(file string, body []byte) error {
	have, err := os.ReadFile(filepath.Join(f.dir, f.sitePath(file)))
	same := err == nil && bytes.Equal(have, body)
	f.note(file, err == nil, same)
	if same {
		return nil
	}
	out, err := f.create(file)
	if err != nil {
		return err
	}
	if _, err = out.Write(body); err == nil {
		err = out.Close()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// commit puts every file in its place, each in one step: what is new, then what
// changed, then the list of all, and last it removes what is gone.
func (f *siteFiles) commit() (siteReport, error) {
	order := slices.Clone(f.waits)
	slices.SortStableFunc(order, func(a, b string) int { return f.rank(a) - f.rank(b) })
	for _, file := range order {
		to := filepath.Join(f.dir, f.sitePath(file))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { // #nosec G301 -- a web server reads it
			return f.report, fmt.Errorf("put %s in its place: %w", file, err)
		}
		if err := os.Rename(filepath.Join(f.stage, f.sitePath(file)), to); err != nil {
			return f.report, fmt.Errorf("put %s in its place: %w", file, err)
		}
	}
	slices.Sort(f.kept)
	if err := f.list(append(slices.Clone(f.had), f.kept...)); err != nil {
		return f.report, err
	}
	for _, file := range f.had {
		if _, ours := slices.BinarySearch(f.kept, file); ours {
			continue
		}
		if err := os.Remove(filepath.Join(f.dir, f.sitePath(file))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return f.report, fmt.Errorf("remove %s: %w", file, err)
		}
		f.report.removed++
		f.empty(path.Dir(file))
	}
	f.report.files = len(f.kept)
	return f.report, f.list(f.kept)
}

// rank puts files that are new before those that change.
func (f *siteFiles) rank(file string) int {
	if _, err := os.Stat(filepath.Join(f.dir, f.sitePath(file))); err == nil {
		return 1
	}
	return 0
}

// list writes which files are ours. As long as what is gone is not removed, it
// is among them.
func (f *siteFiles) list(files []string) error {
	slices.Sort(files)
	b, err := json.Marshal(slices.Compact(files))
	if err != nil {
		return err
	}
	staged := filepath.Join(f.stage, manifestFile)
	if err := os.WriteFile(staged, append(b, '\n'), 0o644); err != nil { // #nosec G306 -- a web server reads it
		return fmt.Errorf("write the list of files: %w", err)
	}
	return os.Rename(staged, filepath.Join(f.dir, manifestFile))
}

// empty removes folders in which nothing is left.
func (f *siteFiles) empty(dir string) {
	for ; dir != "/" && dir != "."; dir = path.Dir(dir) {
		if os.Remove(filepath.Join(f.dir, f.sitePath(dir))) != nil {
			return
		}
	}
}

// clean removes what waits, and what an earlier run that was killed left.
func (f *siteFiles) clean() {
	left, _ := filepath.Glob(filepath.Join(f.dir, ".touchstone-new-*")) // the pattern is a good one
	for _, dir := range left {
		os.RemoveAll(dir)
	}
}
