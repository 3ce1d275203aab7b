package ui

import "net/netip"

// Network is what one household or office has: a /24 of IPv4, a /64 of IPv6.
func Network(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return "unknown"
	}
	a = a.Unmap().WithZone("")
	bits := 64
	if a.Is4() {
		bits = 24
	}
	p, _ := a.Prefix(bits) // fails only for too many bits
	return p.String()
}
