package adbd

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// The commands of the transport.
const (
	cmdCNXN = 0x4e584e43
	cmdAUTH = 0x48545541
	cmdOPEN = 0x4e45504f
	cmdOKAY = 0x59414b4f
	cmdCLSE = 0x45534c43
	cmdWRTE = 0x45545257
	cmdSTLS = 0x534c5453
)

const (
	versionSums   = 0x01000000 // packets carry the sum of their bytes
	versionNoSums = 0x01000001
	payloadMax    = 1 << 20
	headerSize    = 24
)

// packet is one message of the transport.
type packet struct {
	cmd, arg0, arg1 uint32
	data            []byte
}

// errPacket is a packet no adb server sends; the connection is over.
var errPacket = errors.New("malformed packet")

// readPacket reads one packet of at most limit bytes of payload. sums says
// whether the payload's sum is checked.
func readPacket(r io.Reader, limit int, sums bool) (packet, error) {
	var head [headerSize]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return packet{}, err
	}
	le := binary.LittleEndian
	p := packet{cmd: le.Uint32(head[0:]), arg0: le.Uint32(head[4:]), arg1: le.Uint32(head[8:])}
	n, sum := le.Uint32(head[12:]), le.Uint32(head[16:])
	if le.Uint32(head[20:]) != ^p.cmd {
		return packet{}, fmt.Errorf("%w: command %08x does not fit its complement", errPacket, p.cmd)
	}
	if int64(n) > int64(limit) {
		return packet{}, fmt.Errorf("%w: %d bytes of payload", errPacket, n)
	}
	p.data = make([]byte, n)
	if _, err := io.ReadFull(r, p.data); err != nil {
		return packet{}, err
	}
	if sums && checksum(p.data) != sum {
		return packet{}, fmt.Errorf("%w: wrong sum", errPacket)
	}
	return p, nil
}

// header writes the 24 bytes before data into b. Greetings always carry their sum.
func header(b []byte, p packet, sums bool) {
	le := binary.LittleEndian
	le.PutUint32(b[0:], p.cmd)
	le.PutUint32(b[4:], p.arg0)
	le.PutUint32(b[8:], p.arg1)
	le.PutUint32(b[12:], uint32(len(p.data)))
	var sum uint32
	if sums || p.cmd == cmdCNXN || p.cmd == cmdAUTH {
		sum = checksum(p.data)
	}
	le.PutUint32(b[16:], sum)
	le.PutUint32(b[20:], ^p.cmd)
}

// name is the command of a packet, as the protocol spells it.
func name(b []byte) string {
	switch binary.LittleEndian.Uint32(b) {
	case cmdCNXN:
		return "CNXN"
	case cmdAUTH:
		return "AUTH"
	case cmdOKAY:
		return "OKAY"
	case cmdCLSE:
		return "CLSE"
	case cmdWRTE:
		return "WRTE"
	case cmdSTLS:
		return "STLS"
	}
	return "OPEN"
}

// refusal is what the phone sends instead of a packet of a stream to end that
// stream; nil for packets that are of none.
func refusal(b []byte) []byte {
	switch binary.LittleEndian.Uint32(b) {
	case cmdOKAY, cmdWRTE, cmdCLSE:
		no := make([]byte, headerSize)
		header(no, packet{cmd: cmdCLSE, arg0: binary.LittleEndian.Uint32(b[4:]), arg1: binary.LittleEndian.Uint32(b[8:])}, false)
		return no
	}
	return nil
}

// checksum is the sum of the bytes.
func checksum(data []byte) uint32 {
	var sum uint32
	for _, b := range data {
		sum += uint32(b)
	}
	return sum
}
