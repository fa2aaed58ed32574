package adb

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"net"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// fakeFiles is a phone's sync service over a map, which behaves as adbd does:
// it answers in order, and a FAIL ends the session.
type fakeFiles struct {
	t testing.TB

	mu       sync.Mutex
	files    map[string]fakeFile
	received map[string]int // RECV and RCV2 by path
	sessions int
	unpacked []string // paths asked for with zstd
	tooFull  bool     // refuse what is pushed after the first block
}

type fakeFile struct {
	data   []byte
	mode   uint32
	mtime  int64
	size   int64  // claimed instead of len(data), if not 0
	errno  Errno  // status
	refuse string // FAIL instead of data
	fails  int    // FAIL "read failed: I/O error" behind so many bytes, if not 0
	cut    int    // close behind so many bytes, if not 0
	hang   bool   // send half of it and nothing more
	raw    string // sent instead of the answer to RECV
}

func newFakeFiles(t testing.TB, f *fakeServer) *fakeFiles {
	fs := &fakeFiles{t: t, files: map[string]fakeFile{}, received: map[string]int{}}
	f.service("sync:", fs.serve)
	return fs
}

func (fs *fakeFiles) put(name string, f fakeFile) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f.mode == 0 {
		f.mode = 0o100644
	}
	fs.files[name] = f
}

// opened returns how many sessions there were.
func (fs *fakeFiles) opened() int {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.sessions
}

func (fs *fakeFiles) get(name string) (fakeFile, bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f, ok := fs.files[strings.TrimSuffix(name, "/")]
	return f, ok
}

// fakeSession is one connection to the service.
type fakeSession struct {
	*fakeFiles
	c   net.Conn
	in  *bufio.Reader
	out *bufio.Writer
}

func (fs *fakeFiles) serve(c net.Conn) {
	fs.mu.Lock()
	fs.sessions++
	fs.mu.Unlock()
	s := fakeSession{fs, c, bufio.NewReader(c), bufio.NewWriterSize(c, 128<<10)}
	for s.request() {
		if s.in.Buffered() == 0 {
			s.out.Flush()
		}
	}
	s.out.Flush()
	hangUp(c)
}

func (s fakeSession) words() (a, b uint32, ok bool) {
	if s.in.Buffered() == 0 {
		s.out.Flush() // a phone's answers do not wait for the next question
	}
	var head [8]byte
	_, err := io.ReadFull(s.in, head[:])
	return binary.LittleEndian.Uint32(head[:]), binary.LittleEndian.Uint32(head[4:]), err == nil
}

func (s fakeSession) send(b []byte) { s.out.Write(b) }

func (s fakeSession) fail(text string) bool {
	s.send(append(appendWords(nil, idFAIL, uint32(len(text))), text...))
	return false
}

func (s fakeSession) request() bool {
	id, n, ok := s.words()
	if !ok {
		return false
	}
	if n > maxPath {
		return s.fail("path too long")
	}
	name := make([]byte, n)
	if _, err := io.ReadFull(s.in, name); err != nil {
		return false
	}
	file, found := s.get(string(name))
	switch id {
	case idSTAT, idSTA2, idLST2:
		if file.refuse == "stat" {
			return s.fail("stat refused")
		}
		s.send(s.status(nil, id, file, found))
	case idLIS2, idLIST:
		s.list(id, strings.TrimSuffix(string(name), "/"), found && file.mode&modeType == modeDir)
	case idRECV, idRCV2:
		flags := uint32(0)
		if id == idRCV2 {
			_, flags, _ = s.words()
		}
		return s.receive(string(name), file, found, flags)
	case idSND2:
		_, mode, _ := s.words()
		var rest [4]byte
		io.ReadFull(s.in, rest[:])
		return s.store(string(name), mode)
	case idSEND:
		at := strings.LastIndex(string(name), ",")
		mode, err := strconv.ParseUint(string(name[at+1:]), 10, 32)
		if err != nil {
			return s.fail("bad mode")
		}
		return s.store(string(name[:at]), uint32(mode))
	default:
		return s.fail(fmt.Sprintf("unknown command %08x", id))
	}
	return true
}

// status appends an answer to STAT, STA2 or LST2, or the like part of an entry.
func (s fakeSession) status(b []byte, id uint32, f fakeFile, found bool) []byte {
	size := int64(len(f.data))
	if f.size != 0 {
		size = f.size
	}
	b = appendWords(b, id)
	if id == idSTAT || id == idDENT {
		if !found || f.errno != 0 {
			return append(b, make([]byte, 12)...)
		}
		return appendWords(b, f.mode, uint32(size), uint32(f.mtime))
	}
	if !found {
		f.errno = ENOENT
	}
	if f.errno != 0 {
		return append(appendWords(b, uint32(f.errno)), make([]byte, 64)...)
	}
	b = appendWords(b, 0, 1, 0, 2, 0, f.mode, 1, 2000, 2000)
	for _, v := range []int64{size, f.mtime, f.mtime, f.mtime} {
		b = binary.LittleEndian.AppendUint64(b, uint64(v))
	}
	return b
}

func (s fakeSession) list(id uint32, dir string, found bool) {
	entry, size := uint32(idDNT2), 72
	if id == idLIST {
		entry, size = idDENT, 16
	}
	if found {
		s.mu.Lock()
		names := slices.Sorted(maps.Keys(s.files))
		s.mu.Unlock()
		for _, name := range append([]string{dir + "/.", dir + "/.."}, names...) {
			base, ok := strings.CutPrefix(name, dir+"/")
			if !ok || path.Dir(name) != dir && base != "." && base != ".." {
				continue
			}
			f, known := s.get(name)
			if !known {
				f.mode = 0o040755
			}
			b := s.status(nil, entry, f, true)
			s.send(append(appendWords(b, uint32(len(base))), base...))
		}
	}
	s.send(append(appendWords(nil, idDONE), make([]byte, size)...))
}

func (s fakeSession) receive(name string, f fakeFile, found bool, flags uint32) bool {
	s.mu.Lock()
	s.received[name]++
	if flags == flagZstd {
		s.unpacked = append(s.unpacked, name)
	}
	s.mu.Unlock()
	switch {
	case f.raw != "":
		s.send([]byte(f.raw))
		return true
	case !found:
		return s.fail("open failed: No such file or directory")
	case f.refuse != "" && f.refuse != "stat":
		return s.fail(f.refuse)
	}
	data := f.data
	if flags == flagZstd {
		encoder, _ := zstd.NewWriter(nil)
		data = encoder.EncodeAll(data, nil)
		encoder.Close()
	}
	sent := 0
	for block := range slices.Chunk(data, 64<<10) {
		for _, limit := range []int{f.fails, f.cut} {
			if limit > 0 && sent+len(block) > limit {
				block = block[:limit-sent]
			}
		}
		if f.hang {
			block = block[:len(block)/2]
		}
		s.send(appendWords(nil, idDATA, uint32(len(block))))
		s.send(block)
		sent += len(block)
		switch {
		case f.hang:
			s.out.Flush()
			io.Copy(io.Discard, s.c) // until the client gives up
			return false
		case sent == f.fails:
			return s.fail("read failed: I/O error")
		case sent == f.cut:
			return false
		}
	}
	s.send(appendWords(nil, idDONE, 0))
	return true
}

func (s fakeSession) store(name string, mode uint32) bool {
	var data []byte
	if there, ok := s.get(name); ok && there.refuse == "store" {
		return s.fail("couldn't create file: Permission denied")
	}
	for {
		id, n, ok := s.words()
		if !ok {
			return false
		}
		switch id {
		case idDATA:
			if n > sendBlock {
				s.t.Errorf("a block of %d bytes was sent: older phones refuse it", n)
			}
			block := make([]byte, n)
			if _, err := io.ReadFull(s.in, block); err != nil {
				return false // the phone deletes the partial file
			}
			data = append(data, block...)
			if s.tooFull {
				return s.fail("couldn't write file: No space left on device")
			}
		case idDONE:
			s.put(name, fakeFile{data: data, mode: mode, mtime: int64(n)})
			s.send(appendWords(nil, idOKAY, 0))
			return true
		default:
			return s.fail("invalid data message")
		}
	}
}
