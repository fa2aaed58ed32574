package adb

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
)

// nilSink forgets to say where the bytes go.
type nilSink struct{ *memorySink }

func (nilSink) Begin(Request) (io.Writer, error) { return nil, nil }

func TestPullCompressed(t *testing.T) {
	f := newFakeServer(t)
	files := newFakeFiles(t, f)
	text := []byte(strings.Repeat("a line of text\n", 200_000))
	files.put("/text", fakeFile{data: text})
	files.put("/empty", fakeFile{})
	files.put("/no", fakeFile{refuse: "open failed: Permission denied"})
	files.put("/half", fakeFile{data: bytesOf(300_000, 3), fails: 100_000})
	files.put("/nonsense", fakeFile{raw: "DATA\x04\x00\x00\x00nonsDONE\x00\x00\x00\x00", data: []byte("nons")})
	files.put("/torn", fakeFile{raw: "DATA\x04\x00\x00\x00\x28\xb5\x2f\xfdDONE\x00\x00\x00\x00"})
	files.put("/plain", fakeFile{data: text[:50]})
	paths := []string{"/text", "/empty", "/no", "/half", "/nonsense", "/torn", "/plain"}
	pull := func() *memorySink {
		next := requests(paths...)
		s, sink := openSession(t, f), newMemorySink(t)
		err := s.Pull(testContext(t), 4, func() (Request, bool) {
			r, ok := next()
			r.Compress = r.Path != "/plain"
			return r, ok
		}, sink)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		return sink
	}
	sink := pull()
	for _, path := range []string{"/text", "/empty", "/plain"} {
		if got := sink.ended[path]; got.err != nil || !bytes.Equal(got.data, files.files[path].data) {
			t.Errorf("%s: %d bytes, %v", path, len(got.data), got.err)
		}
	}
	wantIs(t, sink.ended["/no"].err, fs.ErrPermission)
	wantIs(t, sink.ended["/half"].err, EIO)
	if sink.ended["/nonsense"].err == nil || sink.ended["/torn"].err == nil {
		t.Errorf("what cannot be unpacked: %v, %v", sink.ended["/nonsense"].err, sink.ended["/torn"].err)
	}
	if fmt.Sprint(files.unpacked) == "" || strings.Contains(fmt.Sprint(files.unpacked), "/plain") {
		t.Errorf("compressed: %v", files.unpacked)
	}

	// A phone that cannot compress is asked for it plain.
	f.setFeatures("stat_v2,ls_v2,sendrecv_v2")
	files.unpacked, paths = nil, []string{"/text"}
	if got := pull().ended["/text"]; got.err != nil || !bytes.Equal(got.data, text) || len(files.unpacked) != 0 {
		t.Errorf("plain instead: %d bytes, %v, compressed %v", len(got.data), got.err, files.unpacked)
	}
	f.noneOpen()
}

// What comes behind a broken compressed file cannot be made sense of.
func TestPullCompressedCutOff(t *testing.T) {
	start := "DATA\x04\x00\x00\x00\x28\xb5\x2f\xfd"
	for answer, want := range map[string]error{
		start: ErrDeviceGone,
		start + "DATA\x01\x00\x10\x00DONE\x00\x00\x00\x00" + unhex(t, capturedStat): ErrProtocol,
		start + "XXXX\x00\x00\x00\x00" + unhex(t, capturedStat):                     ErrProtocol,
	} {
		f := newFakeServer(t)
		f.service("sync:", script(t, step{"RCV2\x02\x00\x00\x00/aRCV2\x04\x00\x00\x00STA2\x02\x00\x00\x00/a", answer}))
		s, sink, once := openSession(t, f), newMemorySink(t), requests("/a")
		err := s.Pull(testContext(t), 1, func() (Request, bool) {
			r, ok := once()
			r.Compress = true
			return r, ok
		}, sink)
		wantIs(t, err, want)
		wantIs(t, sink.ended["/a"].err, want)
		f.noneOpen()
	}
}
