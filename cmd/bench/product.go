package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// buildProduct builds the program as a release is built.
func buildProduct(ctx context.Context, path string) error {
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./cmd/touchstone")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	c.Stderr = os.Stderr
	return c.Run()
}

// process is a server in a process of its own.
type process struct {
	cmd     *exec.Cmd
	base    string
	started time.Time
}

// startProduct serves a folder and waits until it answers.
func startProduct(ctx context.Context, program, folder string) (*process, error) {
	return start(ctx, "Touchstone is at ", program, "serve", "--data", folder, "--addr", "127.0.0.1:0")
}

// startConstant serves 8 KB that never change, by net/http alone.
func startConstant(ctx context.Context) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, "at ", self, "constant")
}

// start runs a command that prints where it listens behind a mark.
func start(ctx context.Context, mark, program string, args ...string) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, program, args...), started: time.Now()}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	r := bufio.NewReader(out)
	for p.base == "" {
		line, err := r.ReadString('\n')
		if err != nil {
			p.stop()
			return nil, fmt.Errorf("%s ended before it listened: %w", program, err)
		}
		if rest, ok := strings.CutPrefix(line, mark); ok {
			p.base = strings.TrimSpace(rest)
		}
	}
	go io.Copy(io.Discard, r)
	return p, nil
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	_ = p.cmd.Wait()
}

// page asks for one page.
func (p *process) page(path string) error {
	res, err := http.Get(p.base + path)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, res.Status)
	}
	_, err = io.Copy(io.Discard, res.Body)
	return err
}

// memory is what the process holds now, in MB; 0 where the system does not say.
func (p *process) memory() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024
		}
	}
	return 0
}

// watch takes the most memory a process holds until stop is called.
func (p *process) watch() (stop func() float64) {
	done, most := make(chan struct{}), make(chan float64)
	go func() {
		var m float64
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for {
			m = max(m, p.memory())
			select {
			case <-done:
				most <- m
				return
			case <-tick.C:
			}
		}
	}()
	return func() float64 { close(done); return <-most }
}
