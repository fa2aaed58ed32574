package device

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	maxUsers  = 32
	dualAppID = 999 // the user that MIUI keeps second copies of apps under

	// Bits of Android's UserInfo.flags.
	flagGuest   = 0x4
	flagManaged = 0x20
	flagProfile = 0x1000
)

// user is one user or profile of a phone.
type user struct {
	id    int
	name  string
	flags uint64
}

// parseUsers reads the output of pm list users: lines such as
// "UserInfo{10:Second space:410} running". A name may hold anything, so the
// number is what stands before the first colon and the flags what stands behind
// the last.
func parseUsers(out string) []user {
	var list []user
	seen := map[int]bool{}
	for line := range strings.Lines(out) {
		_, rest, ok := strings.Cut(line, "UserInfo{")
		id, rest, ok2 := strings.Cut(rest, ":")
		end := strings.LastIndexByte(rest, '}')
		if !ok || !ok2 || end < 0 || len(list) == maxUsers {
			continue
		}
		rest = rest[:end]
		colon := strings.LastIndexByte(rest, ':')
		n, err := strconv.ParseUint(id, 10, 16)
		if colon < 0 || err != nil || seen[int(n)] {
			continue
		}
		u := user{id: int(n), name: plain(rest[:colon])}
		u.flags, err = strconv.ParseUint(rest[colon+1:], 16, 64)
		if err != nil {
			continue
		}
		seen[u.id] = true
		list = append(list, u)
	}
	return list
}

// space begins the Space of a user other than the owner, as if it could be read.
// Xiaomi's phones have no other second user than the one of the Second Space.
func (u user) space(xiaomi bool) Space {
	s := Space{Kind: OtherUser, Path: fmt.Sprintf("/storage/emulated/%d", u.id), User: u.id, Name: u.name, Readable: true}
	switch {
	case u.id == dualAppID:
		s.Kind = DualApps
	case u.flags&flagManaged != 0:
		s.Kind = Work
	case xiaomi && u.flags&(flagGuest|flagProfile) == 0:
		s.Kind = SecondSpace
	}
	return s
}

// closedTo says why a computer cannot read the storage of another user, and what
// its owner can do.
func closedTo(k SpaceKind) string {
	switch k {
	case DualApps:
		return "Android does not let a computer read what dual apps keep. Move what you want to keep to the phone's own storage, then back up again."
	case SecondSpace:
		return "Android does not let a computer read the Second Space. Move what you want to keep to the first space, in the Second Space's settings, then back up again."
	case Work:
		return "Android does not let a computer read the work profile. What it holds stays with your employer's own backup."
	}
	return "Android does not let a computer read another user's storage. Share what you want to keep with the phone's owner, then back up again."
}
