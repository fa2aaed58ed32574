package store

import "unsafe"

// arena keeps many small texts in few allocations.
type arena struct{ b []byte }

// An arena's pieces grow from the first to the second size.
const (
	arenaFirst = 4 << 10
	arenaSize  = 256 << 10
)

// keep returns a lasting copy of b.
func (a *arena) keep(b []byte) string {
	if len(b) > arenaSize/16 {
		return string(b)
	}
	if len(a.b)+len(b) > cap(a.b) {
		a.b = make([]byte, 0, max(arenaFirst+len(b), min(2*cap(a.b), arenaSize)))
	}
	from := len(a.b)
	a.b = append(a.b, b...)
	return unsafeText(a.b[from:])
}

// unsafeText returns b as a string without copying. b must not be written to
// any more; the arena only ever writes behind it.
func unsafeText(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	return unsafe.String(&b[0], len(b))
}
