package android

import (
	"fmt"
	"strings"
)

// User is a user of the phone beside its owner.
type User struct {
	ID    int
	Name  string
	Flags uint64 // as Android's UserInfo has them
}

// SetUsers says who else uses the phone.
func (s *System) SetUsers(users ...User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users = users
}

// SetCards says which memory cards are in the phone, by the ids of their file
// systems. The media database then knows what is on them.
func (s *System) SetCards(ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cards = ids
}

// cardIDs returns the cards in the phone.
func (s *System) cardIDs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cards
}

// userList is what the package service prints.
func (s *System) userList() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	b.WriteString("Users:\n\tUserInfo{0:Owner:4c13} running\n")
	for _, u := range s.users {
		fmt.Fprintf(&b, "\tUserInfo{%d:%s:%x} running\n", u.ID, u.Name, u.Flags)
	}
	return b.String()
}

// publicVolumes is what the storage service prints about the cards.
func (s *System) publicVolumes() string {
	var b strings.Builder
	for i, id := range s.cardIDs() {
		fmt.Fprintf(&b, "public:179,%d mounted %s\n", i+1, id)
	}
	return b.String()
}

// mediaVolume is one volume of the media database.
type mediaVolume struct{ name, root string }

// mediaVolumes are the volumes a name in a media URI stands for; none for a name
// there is not.
func (s *System) mediaVolumes(name string) []mediaVolume {
	all := []mediaVolume{{"external_primary", Storage}}
	for _, id := range s.cardIDs() {
		all = append(all, mediaVolume{strings.ToLower(id), "/storage/" + id})
	}
	if name == "external" {
		return all
	}
	for _, v := range all {
		if v.name == name {
			return []mediaVolume{v}
		}
	}
	return nil
}
