package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"keepsake/app/library"
	"keepsake/device"
	"keepsake/device/adb"
	"keepsake/device/doctor"
	phoneprobe "keepsake/device/probe" // this package has a probe of its own
)

// exitOwner is doctor's code for something that needs the owner.
const exitOwner = 1

func doctorCommand(env Env) *cobra.Command {
	var (
		phone       phoneFlags
		dir, report string
		asJSON      bool
	)
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Why is my phone not found? The checklist, and the one next step",
		Long: `Looks at everything between this computer and the phone: the adb program and its
server, the USB sockets, what each phone says, and the space for the library.
Each line begins with ok, note, wait, "do this" or stop; the next step is below.

--report asks a phone that is ready many small questions, changes nothing on it,
and writes the answers into a file without names, numbers or any content.

Exit code 0: a phone is ready and nothing is in the way. 1: something needs the
owner. 2: the doctor could not do its work.`,
		Example: `  keepsake doctor
  keepsake doctor --demo
  keepsake doctor --device 8f3ab1 --json
  keepsake doctor --report phone-report.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			server, stop, err := phone.server(ctx)
			if err != nil {
				return err
			}
			defer stop()
			if dir == "" {
				if dir, err = library.DefaultDir(phone.demo); err != nil {
					return err
				}
			}
			facts := doctor.Gather(ctx, doctor.Options{Server: server, Library: dir, Simulated: phone.demo})
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if facts, err = only(facts, phone.device); err != nil {
				return err
			}
			findings := doctor.Diagnose(facts)
			if asJSON {
				err = printFindingsJSON(env.Stdout, findings)
			} else {
				err = printFindings(env.Stdout, findings)
			}
			if err != nil {
				return err
			}
			if report != "" {
				if err := writeReport(ctx, env, server, phone.device, report, findings); err != nil {
					return err
				}
			}
			if code := doctorExit(findings); code != exitOK {
				return exit(code)
			}
			return nil
		},
	}
	phone.add(cmd)
	libraryFlag(cmd, &dir)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().StringVar(&report, "report", "", "write what the phone can do into this file")
	return cmd
}

// doctorExit is 0 when a phone is ready and nothing needs the owner.
func doctorExit(all []doctor.Finding) int {
	if next, ok := doctor.Next(all); doctor.HasReady(all) && (!ok || next.Level < doctor.Attention) {
		return exitOK
	}
	return exitOwner
}

// only leaves one phone in the facts: the one that --device names.
func only(f doctor.Facts, selector string) (doctor.Facts, error) {
	if selector == "" || len(f.Phones) == 0 { // then the checklist says why
		return f, nil
	}
	chosen, err := device.Choose(f.Phones, selector)
	if err != nil {
		return f, err
	}
	f.Phones = []device.Info{chosen}
	var same []doctor.USBPhone
	for _, u := range f.USB {
		if u.Serial == chosen.Serial {
			same = append(same, u)
		}
	}
	f.USB = same
	return f, nil
}

// writeReport asks the phone that is ready and writes down its answers.
func writeReport(ctx context.Context, env Env, server *adb.Server, selector, path string, findings []doctor.Finding) error {
	if !doctor.HasReady(findings) {
		fmt.Fprintln(env.Stderr, "keepsake: no report was written, because no phone is ready to be asked.")
		return nil
	}
	p, err := device.Find(ctx, server, selector)
	if err != nil {
		return err
	}
	o := phoneprobe.Options{Version: env.Version}
	if env.Terminal {
		o.Progress = func(done, total int, title string) {
			fmt.Fprint(env.Stderr, "\r\x1b[K")
			if done < total {
				fmt.Fprintf(env.Stderr, "%d of %d: %s", done+1, total, shorten(title, 90))
			}
		}
	}
	r, err := phoneprobe.Run(ctx, p, o)
	if err != nil {
		return err
	}
	if err := r.WriteFile(path); err != nil {
		return err
	}
	fmt.Fprintf(env.Stderr, "The report is in %s. It holds no names, numbers or content; read it before you pass it on.\n", printable(path))
	return nil
}

// doctorMarks are the words a line of the checklist begins with.
var doctorMarks = map[doctor.Level]string{
	doctor.OK: "ok", doctor.Note: "note", doctor.Waiting: "wait", doctor.Attention: "do this", doctor.Stop: "stop",
}

func printFindings(w io.Writer, all []doctor.Finding) error {
	for _, f := range all {
		fmt.Fprintf(w, "%-8s %s\n", doctorMarks[f.Level], printable(f.What.String()))
	}
	next, ok := doctor.Next(all)
	if !ok {
		_, err := fmt.Fprintln(w, "\nEverything is in order.")
		return err
	}
	fmt.Fprintf(w, "\nNext: %s\n", printable(next.Next.String()))
	for _, line := range next.Detail {
		fmt.Fprintf(w, "  %s\n", printable(line))
	}
	return nil
}

// findingJSON is one line of the checklist in `doctor --json`.
type findingJSON struct {
	ID      doctor.ID      `json:"id"`
	Level   doctor.Level   `json:"level"`
	Phone   string         `json:"phone,omitempty"`
	What    string         `json:"what"`
	Next    string         `json:"next,omitempty"`
	Picture doctor.Picture `json:"picture"`
	Action  doctor.Action  `json:"action,omitempty"`
	Detail  []string       `json:"detail,omitempty"`
}

func printFindingsJSON(w io.Writer, all []doctor.Finding) error {
	out := struct {
		Ready    bool          `json:"ready"` // a phone is, and nothing is in its way
		Next     string        `json:"next,omitempty"`
		Findings []findingJSON `json:"findings"`
	}{Ready: doctorExit(all) == exitOK, Findings: []findingJSON{}}
	if next, ok := doctor.Next(all); ok {
		out.Next = next.Next.String()
	}
	for _, f := range all {
		out.Findings = append(out.Findings, findingJSON{
			ID: f.ID, Level: f.Level, Phone: f.Phone, What: f.What.String(), Next: f.Next.String(),
			Picture: f.Picture, Action: f.Action, Detail: f.Detail,
		})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}
