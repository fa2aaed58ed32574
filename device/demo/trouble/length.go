package trouble

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// get reads the four bytes of a length.
func get(field []byte, f Form) uint32 {
	if f == Little {
		return binary.LittleEndian.Uint32(field)
	}
	n, _ := strconv.ParseUint(string(field), 16, 32) // what is no number counts as none
	return uint32(n)
}

// put writes them. Four digits hold no more than ffff.
func put(field []byte, f Form, n uint32) {
	if f == Little {
		binary.LittleEndian.PutUint32(field, n)
		return
	}
	copy(field, fmt.Sprintf("%04x", n&0xffff))
}
