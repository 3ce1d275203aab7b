package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// terminal reports whether a person watches w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// waiting tells a person at a terminal, once a second from the first second on,
// that something is still being done; the function it returns ends that.
func waiting(w io.Writer, what string) (done func()) {
	if !terminal(w) {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for n := 1; ; n++ {
			select {
			case <-tick.C:
				fmt.Fprintf(w, "\r%s, %d s", what, n)
			case <-stop:
				if n > 1 {
					fmt.Fprintln(w)
				}
				return
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}
