//go:build linux || darwin || freebsd

package db

import "syscall"

// free is how many bytes an ordinary program may still write to the disk that
// has a path, or -1 where nobody says.
func free(path string) int64 {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return -1
	}
	return int64(s.Bavail) * int64(s.Bsize) // #nosec G115 -- no disk has so many blocks
}
