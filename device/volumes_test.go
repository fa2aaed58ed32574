package device

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParseVolumes(t *testing.T) {
	for _, c := range []struct {
		name, out string
		want      []volume
	}{
		{"nothing", "", nil},
		{"a card", "public:179,1 mounted 1A2B-3C4D\n", []volume{{"1A2B-3C4D", "mounted", false}}},
		{"a stick", "public:8,1 mounted 0123456789ABCDEF\r\n", []volume{{"0123456789ABCDEF", "mounted", true}}},
		{"both", "public:179,65 checking 1A2B-3C4D\npublic:8,17 unmounted 00AA-11BB\n",
			[]volume{{"1A2B-3C4D", "checking", false}, {"00AA-11BB", "unmounted", true}}},
		{"no file system yet", "public:179,1 unmountable null\n", []volume{{"", "unmountable", false}}},
		{"taken out", "public:179,1 bad_removal 1A2B-3C4D\npublic:179,2 removed null\n", nil},
		{"twice", "public:179,1 mounted 1A2B-3C4D\npublic:179,2 mounted 1A2B-3C4D\n", []volume{{"1A2B-3C4D", "mounted", false}}},
		{"the phone's own", "private mounted null\nemulated;0 mounted null\n", nil},
		{"no program", "/system/bin/sh: sm: not found\n", nil},
		{"a way out", "public:179,1 mounted ../../data\npublic:179,1 mounted emulated/0\n", nil},
		{"half a line", "public:179,1 mounted\n", nil},
		{"many", strings.Repeat("public:179,1 mounted null\n", 100), slices.Repeat([]volume{{"", "mounted", false}}, maxVolumes)},
	} {
		if got := parseVolumes(c.out); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// What cannot be read says why, in sentences; what may be readable says nothing.
func TestVolumeSpaces(t *testing.T) {
	for state, why := range map[string]string{"mounted": "", "mounted_ro": "", "checking": "in a minute", "unmountable": "itself cannot read",
		"unmounted": "Mount it", "ejecting": "Mount it", "a new state": "Mount it"} {
		s := volume{id: "1A2B-3C4D", state: state}.space()
		if s.Kind != Card || s.Path != "/storage/1A2B-3C4D" || s.Readable != (why == "") || !strings.Contains(s.Why, why) || (s.Why == "") != s.Readable {
			t.Errorf("%s: %+v", state, s)
		}
	}
	if s := (volume{state: "unmountable", usb: true}).space(); s.Kind != Drive || s.Path != "" || !strings.Contains(s.Why, "USB drive") {
		t.Errorf("a drive without a name: %+v", s)
	}
	for _, k := range []SpaceKind{Shared, Card, Drive, DualApps, SecondSpace, Work, OtherUser} {
		if k.Title() == "" || k != OtherUser && k.Title() == OtherUser.Title() {
			t.Errorf("%s is called %q", k, k.Title())
		}
	}
}

func TestParseUsers(t *testing.T) {
	const head = "Users:\n\tUserInfo{0:Owner:4c13} running\n"
	owner := user{0, "Owner", 0x4c13}
	for _, c := range []struct {
		name, out string
		want      []user
	}{
		{"alone", head, []user{owner}},
		{"a space and dual apps", head + "\tUserInfo{10:Second space:410} running\n\tUserInfo{999:XSpace:801010}\n",
			[]user{owner, {10, "Second space", 0x410}, {999, "XSpace", 0x801010}}},
		{"a name of marks", "\tUserInfo{10:a:b} {UserInfo{7:c}:10} running\r\n", []user{{10, "a:b} {UserInfo{7:c}", 0x10}}},
		{"a name of controls", "\tUserInfo{10:a\x1b[31m\u202e:10}\n", []user{{10, "a [31m", 0x10}}},
		{"no name", "UserInfo{11:null:30} running\n", []user{{11, "null", 0x30}}},
		{"twice", "UserInfo{10:a:10}\nUserInfo{10:b:10}\n", []user{{10, "a", 0x10}}},
		{"not numbers", "UserInfo{x:a:10}\nUserInfo{-1:a:10}\nUserInfo{70000:a:10}\nUserInfo{1:a:xyz}\nUserInfo{1}\nUserInfo{1:}\n", nil},
		{"no permission", "Error: java.lang.SecurityException: You need MANAGE_USERS permission\n", nil},
	} {
		if got := parseUsers(c.out); !slices.Equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	var many strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&many, "UserInfo{%d:a:10}\n", i)
	}
	if n := len(parseUsers(many.String())); n != maxUsers {
		t.Errorf("%d users", n)
	}
}

func TestUserSpaces(t *testing.T) {
	for _, c := range []struct {
		u      user
		xiaomi bool
		want   SpaceKind
	}{
		{user{999, "XSpace", 0x801010}, true, DualApps},
		{user{999, "Parallel", 0x30}, false, DualApps},
		{user{10, "Second space", 0x410}, true, SecondSpace},
		{user{12, "Zweiter Bereich", 0x410}, true, SecondSpace},
		{user{10, "Guest", 0x414}, true, OtherUser},
		{user{10, "Work", 0x1030}, true, Work},
		{user{11, "Private", 0x1090}, true, OtherUser},
		{user{10, "Anna", 0x410}, false, OtherUser},
	} {
		s := c.u.space(c.xiaomi)
		if s.Kind != c.want || s.User != c.u.id || s.Path != fmt.Sprintf("/storage/emulated/%d", c.u.id) {
			t.Errorf("%+v, Xiaomi %v: %+v, want %s", c.u, c.xiaomi, s, c.want)
		}
	}
}

func FuzzSpaces(f *testing.F) {
	f.Add("public:179,1 mounted 1A2B-3C4D\n", "UserInfo{10:Second space:410} running\n")
	f.Add("public:8,1 mounted null", "UserInfo{999:a:b}:30}")
	f.Add("public: ../.. /", "UserInfo{0:\n:}")
	f.Fuzz(func(t *testing.T, volumes, users string) {
		all := candidates(parseVolumes(volumes), []string{"1A2B-3C4D"}, parseUsers(users), true)
		if all[0].Kind != Shared || all[0].Path != primary || len(all) > maxVolumes+maxUsers+3 {
			t.Fatalf("%d spaces, the first %+v", len(all), all[0])
		}
		for _, s := range all[1:] {
			if s.Path != "" {
				if _, rel, ok := normal(s.Path + "/x"); !ok || rel != "x" || s.Path == primary {
					t.Fatalf("a space at %q", s.Path)
				}
			}
			if s.Readable != (s.Why == "") || s.Name != plain(s.Name) {
				t.Fatalf("%+v", s)
			}
		}
	})
}
