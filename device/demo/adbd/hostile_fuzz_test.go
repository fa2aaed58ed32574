package adbd

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
)

// Whatever an adb server says while the phone asks who it is: the connection
// ends, and nobody unknown comes in.
func FuzzGreet(f *testing.F) {
	packets := func(all ...packet) []byte {
		var b []byte
		for _, p := range all {
			head := make([]byte, headerSize)
			header(head, p, true)
			b = append(append(b, head...), p.data...)
		}
		return b
	}
	hello := packet{cmdCNXN, versionNoSums, 1 << 20, []byte("host::features=shell_v2,delayed_ack")}
	f.Add(packets(hello))
	f.Add(packets(hello, packet{cmdAUTH, authSignature, 0, make([]byte, 256)}))
	f.Add(packets(hello, packet{cmdAUTH, authSignature, 0, nil}, packet{cmdAUTH, authKey, 0, []byte("QUJD me\x00")}))
	f.Add(packets(packet{cmdCNXN, versionSums, 256, []byte("host::")}))
	f.Fuzz(func(t *testing.T, in []byte) {
		client, server := net.Pipe()
		go func() {
			_, _ = client.Write(in)
			client.Close()
		}()
		said := make(chan []byte)
		go func() {
			b, _ := io.ReadAll(client)
			said <- b
		}()
		_ = newDaemon(t).ServeConn(t.Context(), server, NewGuard(true))
		client.Close()
		if bytes.HasPrefix(<-said, []byte("CNXN")) {
			t.Fatal("let in without a key")
		}
	})
}

// Whatever a client sends to a command: it ends with the client, and says its
// exit code in a whole packet.
func FuzzShellInput(f *testing.F) {
	f.Add([]byte("\x00\x02\x00\x00\x00ab\x04\x00\x00\x00\x00"))
	f.Add([]byte("\x00\xff\xff\xff\xff"))
	f.Add([]byte("\x05\x03\x00\x00\x001x2\x00\x01\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		got := exchange(t, newDaemon(t), "shell,v2,raw:cat", string(in), true)
		if len(got) < 6 || !strings.HasPrefix(got[len(got)-6:], "\x03\x01\x00\x00\x00") {
			t.Fatalf("%q ends without an exit code", got)
		}
	})
}
