package selfbackup_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"keepsake/app/ui/look"
	"keepsake/app/ui/part"
	"keepsake/app/ui/phone"
	"keepsake/app/ui/selfbackup"
	"keepsake/app/ui/uitest"
)

type rig struct {
	*uitest.Bench
	reader *uitest.SelfBackups
	phones []phone.Phone
	m      *selfbackup.Model
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{Bench: uitest.NewBench(t, look.Light), reader: &uitest.SelfBackups{}, phones: []phone.Phone{uitest.Mum()}}
	r.m = selfbackup.NewModel(func() []phone.Phone { return r.phones }, r.reader, r.Hop, r.Clock.After)
	return r
}

func (r *rig) wait() {
	r.Clock.Advance(4 * time.Second)
	r.Settle()
}

func (r *rig) want(t *testing.T, s selfbackup.State) {
	t.Helper()
	if r.m.State != s {
		t.Fatalf("the page is in state %d, want %d", r.m.State, s)
	}
}

func TestABackupAppearsAndIsRead(t *testing.T) {
	r := newRig(t)
	taken := 0
	r.m.Taken = func() { taken++ }
	r.phones = nil
	r.m.Show()
	r.Settle()
	r.want(t, selfbackup.NoPhone)
	r.phones = []phone.Phone{uitest.Mum()}
	r.wait()
	r.want(t, selfbackup.Watching)
	made := uitest.Now.Add(time.Minute)
	r.reader.All = []selfbackup.Backup{uitest.NewSelfBackup(made, 1000)}
	r.wait()
	r.want(t, selfbackup.Writing)
	r.reader.All[0].Bytes = 2000
	r.wait()
	r.want(t, selfbackup.Writing) // it grew
	r.wait()
	r.want(t, selfbackup.Found)
	if !r.m.Fresh || r.m.Step != selfbackup.Steps-1 {
		t.Errorf("fresh %v, step %d", r.m.Fresh, r.m.Step)
	}
	r.reader.Got = selfbackup.Got{Notes: 4, Networks: 3, Passwords: 2}
	r.m.Read("")
	r.want(t, selfbackup.Reading)
	r.Settle()
	r.want(t, selfbackup.Done)
	if r.m.Got.Notes != 4 || taken != 1 || len(r.reader.Taken) != 1 {
		t.Errorf("got %+v, told %d times", r.m.Got, taken)
	}
	r.wait()
	r.want(t, selfbackup.Done) // and what was got stays in sight
	r.m.Again()
	r.Settle()
	r.want(t, selfbackup.Found)
	if r.m.Fresh {
		t.Error("the backup that was read is new again")
	}
}

func TestOneThatWasThereIsOffered(t *testing.T) {
	r := newRig(t)
	r.reader.All = []selfbackup.Backup{uitest.NewSelfBackup(uitest.Now.AddDate(0, 0, -3), 1000)}
	r.m.Show()
	r.Settle()
	r.want(t, selfbackup.Found)
	if r.m.Fresh || r.m.Step != 0 {
		t.Error("an old backup counts as new")
	}
	r.phones = nil
	r.wait()
	r.want(t, selfbackup.NoPhone)
}

func TestPassword(t *testing.T) {
	r := newRig(t)
	r.reader.All, r.reader.Password = []selfbackup.Backup{uitest.NewSelfBackup(uitest.Now, 1000)}, "sesame"
	r.m.Show()
	r.Settle()
	r.m.Read("")
	r.Settle()
	r.want(t, selfbackup.Asking)
	r.m.Read("wrong")
	r.Settle()
	r.want(t, selfbackup.Asking)
	if !r.m.Wrong {
		t.Error("a wrong password is not said to be wrong")
	}
	r.m.Read("sesame")
	r.Settle()
	r.want(t, selfbackup.Done)
}

func TestErrorsAreSaidAndTriedAgain(t *testing.T) {
	r := newRig(t)
	r.reader.Err = errors.New("unplugged")
	r.m.Show()
	r.Settle()
	if r.m.Err == nil {
		t.Error("the error is not said")
	}
	r.reader.Err, r.reader.All = nil, []selfbackup.Backup{uitest.NewSelfBackup(uitest.Now, 1)}
	r.wait()
	r.want(t, selfbackup.Found)
	r.reader.Fail = errors.New("damaged")
	r.m.Read("")
	r.Settle()
	r.want(t, selfbackup.Found)
	if r.m.Err == nil {
		t.Error("a failed read says nothing")
	}
	r.reader.Fail = nil
	r.m.Read("")
	r.Settle()
	r.want(t, selfbackup.Done)
}

func TestNothingIsAskedOutOfSight(t *testing.T) {
	r := newRig(t)
	r.m.Show()
	r.Settle()
	r.m.Hide()
	asked := r.reader.Asked
	for range 5 {
		r.wait()
	}
	if r.reader.Asked != asked {
		t.Errorf("asked %d times while hidden", r.reader.Asked-asked)
	}
}

// TestLooks draws every state; with LOOKS set, to be looked at.
func TestLooks(t *testing.T) {
	dir := os.Getenv("LOOKS")
	old := uitest.NewSelfBackup(uitest.Now.AddDate(0, 0, -3), 38_000_000)
	states := []struct {
		name string
		set  func(r *uitest.SelfBackups)
		then func(s *selfbackup.Screen, b *uitest.Bench, r *uitest.SelfBackups)
	}{
		{"selfbackup_watching", nil, nil},
		{"selfbackup_where", nil, func(s *selfbackup.Screen, _ *uitest.Bench, _ *uitest.SelfBackups) {
			s.Model.Turn(1)
			s.Model.SetSystem(selfbackup.MIUI)
		}},
		{"selfbackup_what", nil, func(s *selfbackup.Screen, _ *uitest.Bench, _ *uitest.SelfBackups) { s.Model.Turn(2) }},
		{"selfbackup_writing", nil, func(s *selfbackup.Screen, b *uitest.Bench, r *uitest.SelfBackups) {
			r.All = []selfbackup.Backup{uitest.NewSelfBackup(uitest.Now, 12_000_000)}
			b.Clock.Advance(4 * time.Second)
		}},
		{"selfbackup_found", func(r *uitest.SelfBackups) { r.All = []selfbackup.Backup{old} }, nil},
		{"selfbackup_password", func(r *uitest.SelfBackups) { r.All, r.Password = []selfbackup.Backup{old}, "x" }, func(s *selfbackup.Screen, b *uitest.Bench, _ *uitest.SelfBackups) {
			s.Model.Read("")
			b.Settle()
			s.Model.Read("wrong")
		}},
		{"selfbackup_done", func(r *uitest.SelfBackups) {
			r.All = []selfbackup.Backup{old}
			r.Got = selfbackup.Got{Notes: 57, Networks: 12, Passwords: 10, Calls: 204, Apps: 3, Why: []string{"2 messages were left out: their text is in a form nobody has described."}}
		}, func(s *selfbackup.Screen, b *uitest.Bench, _ *uitest.SelfBackups) { s.Model.Read("") }},
		{"selfbackup_error", func(r *uitest.SelfBackups) { r.Err = errors.New("Mum’s phone was unplugged.") }, nil},
	}
	for _, st := range states {
		for _, mode := range []look.Mode{look.Light, look.Dark} {
			sizes := []fyne.Size{fyne.NewSize(1072, 800)}
			if dir != "" && mode == look.Light {
				sizes = append(sizes, fyne.NewSize(756, 560))
			}
			for i, size := range sizes {
				b := uitest.NewBench(t, mode)
				r := &uitest.SelfBackups{}
				if st.set != nil {
					st.set(r)
				}
				s := selfbackup.New(b.Kit, func() []phone.Phone { return []phone.Phone{uitest.Mum()} }, r)
				b.Open(t, part.Layers(part.NewFill(look.Background, 0), s.Content()), size.Width, size.Height)
				s.Show()
				b.Settle()
				if st.then != nil {
					st.then(s, b, r)
					b.Settle()
				}
				if dir != "" {
					b.Save(t, dir, st.name+"_"+string(mode)+[]string{"", "_small"}[i])
				}
			}
		}
	}
}
