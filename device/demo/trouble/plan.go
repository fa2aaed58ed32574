// Package trouble spoils single packets of what the simulated phone sends: the
// cable is pulled instead of the 120th, a length is wrong in the 7th.
//
// The senders of both protocols, the adb server's and the phone's own, say where
// a packet begins and ends; nothing here takes bytes apart to find out. Begin
// with Wire.Arm for the plan, Wire.Wrap for a connection and Conn.Send for a
// packet.
package trouble

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Kind is what happens to a packet.
type Kind string

// The kinds.
const (
	Cut         Kind = "cut"     // instead of the packet the cable is pulled: every connection breaks
	Stall       Kind = "stall"   // instead of the packet nothing comes, and the connection stays open
	Short       Kind = "short"   // half of the packet comes, then the connection ends
	WrongLength Kind = "length"  // the packet says another length than it has
	Fail        Kind = "fail"    // instead of the packet comes the protocol's refusal
	Garbage     Kind = "garbage" // as many other bytes come instead
	Flip        Kind = "flip"    // one bit of the last byte is another
)

// Kinds returns all of them.
func Kinds() []Kind { return []Kind{Cut, Stall, Short, WrongLength, Fail, Garbage, Flip} }

// Plan spoils one packet, once.
type Plan struct {
	At   int // which, counted from 1 on
	Kind Kind
}

// Check says what is wrong with a plan.
func (p Plan) Check() error {
	if p.At < 1 {
		return fmt.Errorf("packet %d: packets are counted from 1 on", p.At)
	}
	if !slices.Contains(Kinds(), p.Kind) {
		return fmt.Errorf("packet %d: no trouble called %q", p.At, p.Kind)
	}
	return nil
}

// Form is how a packet writes the length that is in it.
type Form int

// The forms.
const (
	None   Form = iota // it has no length
	Hex4               // four hexadecimal digits
	Little             // four bytes, the lowest first
)

// Packet is one message, whole, as its sender knows it.
type Packet struct {
	Name   string // of its sort: "DATA", "okay"
	Data   []byte
	Length Form
	At     int    // where in Data the length is
	Refuse []byte // what the protocol says instead, to refuse; nil: it knows no refusal
}

// spoil returns what is sent instead of the packet.
func (p Packet) spoil(plan Plan) []byte {
	switch plan.Kind {
	case Cut, Stall:
		return nil
	case Short:
		return p.Data[:len(p.Data)/2]
	case Fail:
		if p.Refuse != nil {
			return p.Refuse
		}
		return p.Data[:len(p.Data)/2]
	case WrongLength:
		return p.lie(plan.At)
	}
	b := slices.Clone(p.Data)
	if plan.Kind == Flip && len(b) > 0 {
		b[len(b)-1] ^= 1
	}
	if plan.Kind == Garbage {
		r := rand.New(rand.NewPCG(uint64(plan.At), 7))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
	}
	return b
}

// lie makes the length wrong: by turns one more, one less, and absurd. A packet
// without a length has a byte more, a byte less, or itself again behind it.
func (p Packet) lie(turn int) []byte {
	turn %= 3
	b := slices.Clone(p.Data)
	if p.Length == None {
		switch turn {
		case 0:
			return append(b, 0)
		case 1:
			return b[:max(len(b)-1, 0)]
		}
		return append(b, b...)
	}
	field := b[p.At : p.At+4]
	put(field, p.Length, [...]uint32{get(field, p.Length) + 1, get(field, p.Length) - 1, 0xfffffff0}[turn])
	return b
}
