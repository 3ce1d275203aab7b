//go:build linux

package db_test

import (
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"unsafe"
)

// What package syscall has no names for, from linux/ptrace.h and wait.h.
const (
	ptraceSyscallInfo = 0x420e     // PTRACE_GET_SYSCALL_INFO
	ptraceEndWithUs   = 0x100000   // PTRACE_O_EXITKILL
	waitOwnThread     = 0x20000000 // __WNOTHREAD
	onEntry           = 1          // PTRACE_SYSCALL_INFO_ENTRY
)

// syscallInfo is struct ptrace_syscall_info at the entry of a call.
type syscallInfo struct {
	op     uint8
	_      [3]byte
	_      uint32
	_      [2]uint64
	number uint64
	_      [6]uint64
}

// openTraced opens a database in a program of its own, and counts its calls of
// the given numbers over all its threads. Before the call kill the program is
// killed; with 0 it comes to its end.
func openTraced(t *testing.T, path string, calls []uint64, kill int) (made int, killed bool) {
	t.Helper()
	runtime.LockOSThread() // one thread alone may speak to a traced program
	defer runtime.UnlockOSThread()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), openAndEnd+"="+path)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Release()
	program := cmd.Process.Pid
	for begun := false; ; {
		var status syscall.WaitStatus
		// The children of this thread only: other tests have programs too.
		thread, err := syscall.Wait4(-1, &status, syscall.WALL|waitOwnThread, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !begun {
			begun = true
			if err := syscall.PtraceSetOptions(program, syscall.PTRACE_O_TRACECLONE|syscall.PTRACE_O_TRACESYSGOOD|ptraceEndWithUs); err != nil {
				t.Fatal(err)
			}
		}
		pass := 0
		switch {
		case status.Signaled() && thread == program:
			return made, status.Signal() == syscall.SIGKILL
		case status.Exited() && thread == program:
			if status.ExitStatus() != 0 {
				t.Fatalf("the program that opens %s ended with %d", path, status.ExitStatus())
			}
			return made, false
		case !status.Stopped():
			continue // a thread ended
		case status.StopSignal() == syscall.SIGTRAP|0x80:
			if !slices.Contains(calls, enters(thread)) {
				break
			}
			if made++; made == kill {
				syscall.Kill(program, syscall.SIGKILL)
				continue
			}
		case status.StopSignal() != syscall.SIGTRAP && status.StopSignal() != syscall.SIGSTOP:
			pass = int(status.StopSignal())
		}
		// A thread may be gone already.
		if err := syscall.PtraceSyscall(thread, pass); err != nil && err != syscall.ESRCH {
			t.Fatal(err)
		}
	}
}

// enters is the number of the call a stopped thread begins; of none, where it
// ends one.
func enters(thread int) uint64 {
	var info syscallInfo
	_, _, err := syscall.Syscall6(syscall.SYS_PTRACE, ptraceSyscallInfo, uintptr(thread), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	if err != 0 || info.op != onEntry {
		return ^uint64(0)
	}
	return info.number
}
