package ingest

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// guard decides, when a name has become an address and before any packet is
// sent, whether a connection may be made. A name that changes its address
// between two looks is caught here, because there is only this one look.
type guard struct {
	list     *ssrf.Guardian
	own      func() ([]net.Addr, error) // the addresses of this machine
	resolver *net.Resolver

	anyPort  bool // for tests, where no usual port is free
	loopback bool // for tests, which have their servers there
}

// alsoDenied is what the list of special addresses (IANA's registries) leaves
// out.
var (
	alsoDenied4 = []netip.Prefix{
		netip.MustParsePrefix("168.63.129.16/32"), // Azure's host, reachable from every guest there
	}
	alsoDenied6 = []netip.Prefix{
		netip.MustParsePrefix("3ffe::/16"), // the 6bone, given back (RFC 3701)
	}
)

func newGuard() *guard {
	return &guard{
		list: ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(alsoDenied4...), ssrf.WithDeniedV6Prefixes(alsoDenied6...)),
		own:  net.InterfaceAddrs,
	}
}

// control is the net.Dialer's.
func (g *guard) control(network, address string, c syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("not an address: %w", err)
	}
	if to.Port() != 80 && to.Port() != 443 && !g.anyPort {
		return fmt.Errorf("port %d is refused", to.Port())
	}
	ip := to.Addr()
	if g.loopback && ip.IsLoopback() {
		return nil
	}
	if err := g.list.Safe(network, address, c); err != nil {
		return err
	}
	if inner, ok := embedded(ip); ok {
		if err := g.list.SafeAddr(inner); err != nil {
			return err
		}
	}
	return g.notOurs(ip)
}

// embedded is the IPv4 address that an ISATAP interface identifier carries
// (RFC 5214, 6.1).
func embedded(ip netip.Addr) (netip.Addr, bool) {
	b := ip.As16()
	if !ip.Is6() || b[8]&^2 != 0 || b[9] != 0 || b[10] != 0x5e || b[11] != 0xfe {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte(b[12:])), true
}

// notOurs refuses this machine's own public addresses: what listens there may
// trust who comes from here.
func (g *guard) notOurs(ip netip.Addr) error {
	own, err := g.own()
	if err != nil {
		return fmt.Errorf("own addresses: %w", err)
	}
	if slices.ContainsFunc(own, func(a net.Addr) bool {
		p, err := netip.ParsePrefix(a.String())
		return err == nil && p.Addr().Unmap() == ip.Unmap()
	}) {
		return fmt.Errorf("%s is this machine", ip)
	}
	return nil
}
