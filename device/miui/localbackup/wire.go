package localbackup

import (
	"errors"
	"fmt"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"

	"keepsake/gallery/records"
)

// errWire: the bytes are no protobuf.
var errWire = errors.New("not the layout of MIUI's records")

// message is one protobuf message: its fields in their order. What is not known
// is passed over.
type message []field

type field struct {
	n protowire.Number
	v uint64 // of numbers
	b []byte // of strings, bytes and messages
}

// parse reads one level; it holds slices of b.
func parse(b []byte) (message, error) {
	var m message
	for len(b) > 0 {
		n, t, used := protowire.ConsumeTag(b)
		if used < 0 {
			return nil, errWire
		}
		b = b[used:]
		f := field{n: n}
		switch t {
		case protowire.VarintType:
			f.v, used = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			f.b, used = protowire.ConsumeBytes(b)
		case protowire.Fixed32Type, protowire.Fixed64Type:
			used = protowire.ConsumeFieldValue(n, t, b)
		default:
			return nil, errWire // groups are of no version of MIUI
		}
		if used < 0 {
			return nil, errWire
		}
		b = b[used:]
		m = append(m, f)
	}
	return m, nil
}

// only returns an error when there is a field beside these.
func (m message) only(known ...protowire.Number) error {
	if len(m) == 0 {
		return errWire
	}
	for _, f := range m {
		if !slices.Contains(known, f.n) {
			return fmt.Errorf("%w: field %d", errWire, f.n)
		}
	}
	return nil
}

// last is the field that counts where one is there twice.
func (m message) last(n protowire.Number) field {
	for _, f := range slices.Backward(m) {
		if f.n == n {
			return f
		}
	}
	return field{}
}

func (m message) has(n protowire.Number) bool {
	return slices.ContainsFunc(m, func(f field) bool { return f.n == n })
}
func (m message) str(n protowire.Number) string { return string(m.last(n).b) }
func (m message) int(n protowire.Number) int64  { return int64(m.last(n).v) }
func (m message) bool(n protowire.Number) bool  { return m.last(n).v != 0 }

func (m message) all(n protowire.Number) [][]byte {
	var all [][]byte
	for _, f := range m {
		if f.n == n && f.b != nil {
			all = append(all, f.b)
		}
	}
	return all
}

// each parses the messages of a repeated field; what cannot be read is a problem.
func (m message) each(n protowire.Number, what string, p *records.Problems, f func(message)) {
	for i, b := range m.all(n) {
		sub, err := parse(b)
		if err != nil {
			p.Add(fmt.Sprintf("%s %d", what, i+1), "%w", err)
			continue
		}
		f(sub)
	}
}
