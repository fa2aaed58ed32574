package probe

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"keepsake/device/adb"
)

// users asks about dual apps and the second space, which are users of their own.
func users() []probe {
	return []probe{
		{
			id: "users.list", question: "Which sorts of users are there?", source: "Dual apps and Second Space",
			tells: []string{"users", "dual apps", "second space", "others"}, ask: askUsers,
		},
		{
			id: "users.dual.files", question: "May the shell read the files of dual apps?", source: "Dual apps and Second Space",
			tells: []string{"entries", "hidden from asking"}, ask: userFiles(func(id int) bool { return id == dualApps }),
		},
		{
			id: "users.dual.records", question: "May the shell read the records of dual apps?", source: "Dual apps and Second Space",
			tells: []string{"rows"}, ask: userRecords(func(id int) bool { return id == dualApps }),
		},
		{
			id: "users.space.files", question: "May the shell read the files of the second space?", source: "Dual apps and Second Space",
			tells: []string{"entries", "hidden from asking"}, ask: userFiles(second),
		},
		{
			id: "users.space.records", question: "May the shell read the records of the second space?", source: "Dual apps and Second Space",
			tells: []string{"rows"}, ask: userRecords(second),
		},
	}
}

// dualApps is the user that holds the second copies of apps.
const dualApps = 999

func second(id int) bool { return id > 0 && id < 100 }

// userLine holds a user's number, its name and its flags. Only the number is
// taken.
var userLine = regexp.MustCompile(`UserInfo\{([0-9]{1,5}):`)

func (v *visit) userIDs(ctx context.Context) ([]int, error) {
	out, err := v.must(ctx, run("pm", "list", "users"))
	if err != nil {
		return nil, err
	}
	var ids []int
	for line := range strings.Lines(out) {
		if m := userLine.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[1]) // it is five digits at most
			ids = append(ids, n)
		}
	}
	return ids, nil
}

func askUsers(ctx context.Context, v *visit) (result, error) {
	ids, err := v.userIDs(ctx)
	if err != nil {
		return result{}, err
	}
	dual, space, others := false, 0, 0
	for _, id := range ids {
		switch {
		case id == dualApps:
			dual = true
		case second(id):
			space++
		case id != 0:
			others++
		}
	}
	found := facts{"users": len(ids), "dual apps": dual, "second space": space, "others": others}
	if len(ids) == 0 {
		return result{verdict: Unclear, found: found}, nil
	}
	return result{verdict: Yes, found: found}, nil
}

// first returns a user that is wanted, if there is one.
func (v *visit) first(ctx context.Context, wanted func(id int) bool) (int, bool, error) {
	ids, err := v.userIDs(ctx)
	if err != nil {
		return 0, false, err
	}
	for _, id := range ids {
		if wanted(id) {
			return id, true, nil
		}
	}
	return 0, false, nil
}

func userFiles(wanted func(id int) bool) func(context.Context, *visit) (result, error) {
	return func(ctx context.Context, v *visit) (result, error) {
		id, ok, err := v.first(ctx, wanted)
		if err != nil {
			return result{}, err
		}
		if !ok {
			return result{verdict: Absent, note: noteOneUser}, nil
		}
		root := "/storage/emulated/" + strconv.Itoa(id)
		s, err := v.phone.Files(ctx)
		if err != nil {
			return result{}, err
		}
		defer s.Close()
		var st adb.Stat
		if err := s.Stats(ctx, []string{root}, func(_ int, got adb.Stat) { st = got }); err != nil {
			return result{}, err
		}
		found := facts{"hidden from asking": st.Errno != 0}
		entries, err := v.list(ctx, root)
		if err != nil {
			// A user there is whose folder is said not to be there is kept from the shell.
			if reasonOf(err) == noFile {
				err = refusal{denied}
			}
			return result{found: found}, err
		}
		found["entries"] = len(entries)
		if len(entries) == 0 {
			return result{verdict: Unclear, found: found, note: noteEmptyAnswer}, nil
		}
		return result{verdict: Yes, found: found}, nil
	}
}

func userRecords(wanted func(id int) bool) func(context.Context, *visit) (result, error) {
	return func(ctx context.Context, v *visit) (result, error) {
		id, ok, err := v.first(ctx, wanted)
		if err != nil {
			return result{}, err
		}
		if !ok {
			return result{verdict: Absent, note: noteOneUser}, nil
		}
		n, err := v.count(ctx, query("content://media/external/file", "_id", "--user", strconv.Itoa(id), "--where", "media_type=1"))
		if err != nil {
			return result{}, err
		}
		if n == 0 {
			return result{verdict: Unclear, found: facts{"rows": 0}, note: noteEmptyAnswer}, nil
		}
		return result{verdict: Yes, found: facts{"rows": n}}, nil
	}
}
