package adbd

import (
	"encoding/binary"

	"keepsake/device/demo/disk"
)

// device is st_dev of everything on the phone.
const device = 0xfe00

// append1 appends the body of version 1: mode, size and mtime, modulo 2^32.
func append1(b []byte, in disk.Info) []byte {
	b = binary.LittleEndian.AppendUint32(b, in.Mode)
	b = binary.LittleEndian.AppendUint32(b, uint32(in.Size))
	return binary.LittleEndian.AppendUint32(b, uint32(in.MTime.Unix()))
}

// append2 appends the body of version 2; all but the errno is zero on an error.
func append2(b []byte, in disk.Info, errno disk.Errno) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, uint32(errno))
	if errno != 0 {
		return append(b, make([]byte, 64)...)
	}
	b = le.AppendUint64(b, device)
	b = le.AppendUint64(b, in.Ino)
	for _, v := range [...]uint32{in.Mode, in.Links, in.UID, in.GID} {
		b = le.AppendUint32(b, v)
	}
	b = le.AppendUint64(b, uint64(in.Size))
	b = le.AppendUint64(b, uint64(in.MTime.Unix())) // the phone's storage keeps no access times
	b = le.AppendUint64(b, uint64(in.MTime.Unix()))
	return le.AppendUint64(b, uint64(in.CTime.Unix()))
}

// stat1 answers STAT: links are not followed, a missing file is all zeros.
func (s *syncSession) stat1(path string) error {
	in, err := s.d.Lstat(path)
	b := append(s.w.AvailableBuffer(), "STAT"...)
	if err != nil {
		b = append(b, make([]byte, 12)...)
	} else {
		b = append1(b, in)
	}
	return s.emit("STAT", b, -1)
}

// stat2 answers STA2 and LST2.
func (s *syncSession) stat2(id, path string, look func(string) (disk.Info, error)) error {
	in, err := look(path)
	return s.emit(id, append2(append(s.w.AvailableBuffer(), id...), in, disk.Number(err)), -1)
}

// entries lists a directory with "." and "..". What cannot be listed has no
// entries, without a word. errno says why no entry of it can be described.
func (s *syncSession) entries(path string) (list []disk.Info, errno disk.Errno) {
	kids, err := s.d.List(path)
	if err != nil {
		return nil, 0
	}
	for _, dot := range []string{".", ".."} {
		in, err := s.d.Stat(path + "/" + dot)
		if err != nil {
			errno = disk.Number(err)
		}
		in.Name = dot
		list = append(list, in)
	}
	return append(list, kids...), errno
}

// list1 answers LIST; entries that cannot be described are left out.
func (s *syncSession) list1(path string) error {
	list, errno := s.entries(path)
	if errno != 0 {
		list = nil
	}
	for _, in := range list {
		b := append1(append(s.w.AvailableBuffer(), "DENT"...), in)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(in.Name)))
		if err := s.emit("DENT", append(b, in.Name...), 4+12); err != nil {
			return err
		}
	}
	return s.emit("DONE", append([]byte("DONE"), make([]byte, 16)...), -1)
}

// list2 answers LIS2; entries that cannot be described carry the reason.
func (s *syncSession) list2(path string) error {
	list, errno := s.entries(path)
	for _, in := range list {
		b := append2(append(s.w.AvailableBuffer(), "DNT2"...), in, errno)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(in.Name)))
		if err := s.emit("DNT2", append(b, in.Name...), 4+68); err != nil {
			return err
		}
	}
	return s.emit("DONE", append([]byte("DONE"), make([]byte, 72)...), -1)
}
