//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"touchstone/db"
)

// needRoot skips where disks cannot be mounted and programs not be traced.
// .ci/run is root, and takes a skipped test for a failed one.
func needRoot(t *testing.T) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("this test mounts a disk or traces a program, which takes root: run .ci/run")
	}
}

// mountDisk gives a disk of its own, of so many bytes, in memory.
func mountDisk(t *testing.T, size int) string {
	t.Helper()
	needRoot(t)
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=700", size)); err != nil {
		t.Fatalf("mount a disk in memory: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", dir, err)
		}
	})
	return dir
}

// answerForm is a save with a text that nobody wants to type again.
func answerForm(revision, summary string, size int) url.Values {
	return url.Values{"revision": {revision}, "summary": {summary}, "explanation": {strings.Repeat("The times say so. ", size/18)}}
}

func (p *process) ready() int {
	p.t.Helper()
	res, err := http.Get(p.base + "/readyz")
	if err != nil {
		p.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// traced reports whether somebody traces a program.
func traced(t *testing.T, pid int) bool {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if n, ok := strings.CutPrefix(line, "TracerPid:"); ok {
			return strings.TrimSpace(n) != "0"
		}
	}
	return false
}

func TestCheckR3ADiskThatCannotFlushIsAnErrorAndNoAcknowledgement(t *testing.T) {
	t.Parallel()
	needRoot(t)
	dir := filepath.Join(t.TempDir(), "desk")
	claim := newDeskWith(t, dir, 1)[0]
	path := "/desk/claims/" + claim.String()
	p := startServer(t, dir, nil)
	v := signIn(t, p.base, "ana@desk.example")
	strace := exec.Command("strace", "-f", "-p", fmt.Sprint(p.cmd.Process.Pid), "-o", filepath.Join(t.TempDir(), "trace"),
		"-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO")
	if err := strace.Start(); err != nil {
		t.Fatalf("strace is needed (apt-get install strace): %v", err)
	}
	defer strace.Process.Kill()
	for !traced(t, p.cmd.Process.Pid) {
		time.Sleep(10 * time.Millisecond)
	}
	status, body, err := v.send(t.Context(), path+"/answer", answerForm("4", "It ran on most nights.", 100))
	if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, "the disk failed") && !strings.Contains(body, "The disk failed") || !strings.Contains(body, "It ran on most nights.") {
		t.Errorf("a save whose flush fails: got %d, %v; want 503 that says so and keeps the text\n%s", status, err, body)
	}
	if got := p.ready(); got != http.StatusServiceUnavailable {
		t.Errorf("/readyz: got %d, want 503", got)
	}
	if status, _, err := v.send(t.Context(), path, nil); err != nil || status != http.StatusOK {
		t.Errorf("reading meanwhile: got %d, %v", status, err)
	}
	if err := strace.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	strace.Wait()
	if status, body, err := v.send(t.Context(), path+"/answer", answerForm("4", "It ran on some nights.", 100)); err != nil || status != http.StatusSeeOther {
		t.Errorf("once the disk works again: got %d, %v\n%s", status, err, body)
	}
	if got := p.ready(); got != http.StatusOK {
		t.Errorf("/readyz once the disk works again: got %d, want 200", got)
	}
	p.kill()
	if r, err := db.Inspect(t.Context(), filepath.Join(dir, db.FileName)); err != nil || len(r.Faults) > 0 {
		t.Errorf("the database afterwards: %q, %v", r.Faults, err)
	}
}

func TestCheckR4OnAFullDiskNothingIsLostAndRoomIsEnough(t *testing.T) {
	t.Parallel()
	disk := mountDisk(t, 4<<20)
	dir := filepath.Join(disk, "desk")
	claim := newDeskWith(t, dir, 1)[0]
	path := "/desk/claims/" + claim.String()
	p := startServer(t, dir, nil)
	v := signIn(t, p.base, "ana@desk.example")
	ballast, err := os.Create(filepath.Join(disk, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(ballast, zeros{}); err == nil {
		t.Fatal("the disk does not fill up")
	}
	ballast.Close()
	form := answerForm("4", "It ran on most nights.", 30_000)
	status, body, err := v.send(t.Context(), path+"/answer", form)
	if err != nil || status != http.StatusServiceUnavailable || !strings.Contains(body, "he disk is full: nothing was saved") || !strings.Contains(body, "It ran on most nights.") {
		t.Errorf("a save: got %d, %v; want 503 that says so and keeps the text\n%.2000s", status, err, body)
	}
	if got := p.ready(); got != http.StatusServiceUnavailable {
		t.Errorf("/readyz: got %d, want 503", got)
	}
	for _, page := range []string{"/", "/claims", "/desk", path, "/claims.csv"} {
		if status, _, err := v.send(t.Context(), page, nil); err != nil || status != http.StatusOK {
			t.Errorf("reading %s on a full disk: got %d, %v", page, status, err)
		}
	}
	if err := os.Remove(ballast.Name()); err != nil {
		t.Fatal(err)
	}
	if status, body, err := v.send(t.Context(), path+"/answer", form); err != nil || status != http.StatusSeeOther {
		t.Errorf("once there is room: got %d, %v\n%.2000s", status, err, body)
	}
	if code, _ := p.term(); code != exitDone {
		t.Errorf("stopped with %d: %s", code, p.out)
	}
	if r, err := db.Inspect(t.Context(), filepath.Join(dir, db.FileName)); err != nil || len(r.Faults) > 0 {
		t.Errorf("the database afterwards: %q, %v", r.Faults, err)
	}
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// once runs the program to its end and gives what it says.
func once(t *testing.T, how func(*exec.Cmd), args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command("touchstone", args...)
	if how != nil {
		how(cmd)
	}
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func TestCheckR13ADiskThatCannotBeWrittenIsNamed(t *testing.T) {
	t.Parallel()
	disk := mountDisk(t, 16<<20)
	dir := filepath.Join(disk, "desk")
	newDeskWith(t, dir, 1)
	file := filepath.Join(dir, db.FileName)
	backup := filepath.Join(t.TempDir(), "copy.db")
	if err := syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if code, out := once(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", dir); code != exitFailed || !strings.Contains(out, file+" cannot be written") {
		t.Errorf("on a read-only disk: got %d, %q; want 1 and the path", code, out)
	}
	if code, out := once(t, nil, "backup", "--data", dir, backup); code != exitFailed && code != exitDone || strings.Contains(out, "panic") {
		t.Errorf("a backup of a read-only disk: got %d, %q", code, out)
	}
	if code, out := once(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(disk, "new")); code != exitFailed || !strings.Contains(out, filepath.Join(disk, "new")+" cannot be made") {
		t.Errorf("a new desk on a read-only disk: got %d, %q; want 1 and the path", code, out)
	}
	if code, out := once(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(disk, "no", "where")); code != exitFailed || !strings.Contains(out, filepath.Join(disk, "no", "where")) {
		t.Errorf("a missing folder: got %d, %q; want 1 and the path", code, out)
	}
}

func TestCheckR13AFileOfSomebodyElseIsNamed(t *testing.T) {
	t.Parallel()
	needRoot(t)
	// The test's own folders are closed to others; this one is not.
	open, err := os.MkdirTemp("", "touchstone-test-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(open)
	dir := filepath.Join(open, "desk")
	newDeskWith(t, dir, 0)
	program, err := exec.LookPath("touchstone")
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(open, "touchstone")
	if err := copyTo(copied, program); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{open, dir} {
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	nobody := func(cmd *exec.Cmd) {
		cmd.Path, cmd.Dir = copied, open
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	if code, out := once(t, nobody, "serve", "--addr", "127.0.0.1:0", "--data", dir); code != exitFailed || !strings.Contains(out, filepath.Join(dir, db.FileName)+" cannot be written: check who owns") {
		t.Errorf("somebody else's file: got %d, %q; want 1, the path and the way out", code, out)
	}
}

func copyTo(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}
