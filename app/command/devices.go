package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"keepsake/device"
)

// deviceJSON is one phone in `devices --json`.
type deviceJSON struct {
	ID       string            `json:"id"`
	Serial   string            `json:"serial"`
	State    device.State      `json:"state"`
	Name     string            `json:"name"`
	Model    string            `json:"model"`
	OS       string            `json:"os"`
	Android  string            `json:"android"`
	Battery  *int              `json:"battery,omitempty"` // percent
	Charging bool              `json:"charging"`
	Total    int64             `json:"storage_total"` // bytes
	Free     int64             `json:"storage_free"`  // bytes
	Next     string            `json:"next,omitempty"`
	Spaces   []spaceJSON       `json:"spaces"`
	Can      map[string]string `json:"can"` // category: "yes" or why not
}

// spaceJSON is one storage of a phone.
type spaceJSON struct {
	Kind     device.SpaceKind `json:"kind"`
	Path     string           `json:"path"`
	User     int              `json:"user"`
	Name     string           `json:"name,omitempty"`
	Total    int64            `json:"total,omitempty"` // bytes
	Free     int64            `json:"free,omitempty"`  // bytes
	Readable bool             `json:"readable"`
	Why      string           `json:"why,omitempty"` // why not
}

func devicesCommand(env Env) *cobra.Command {
	var phone phoneFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "devices",
		Short: "List the connected phones, and what to do about those that are not ready",
		Example: `  keepsake devices
  keepsake devices --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			phones, err := look(cmd.Context(), &phone)
			if err != nil {
				return err
			}
			if asJSON {
				return printDevicesJSON(env.Stdout, phones)
			}
			return printDevices(env.Stdout, phones)
		},
	}
	cmd.Flags().BoolVar(&phone.demo, "demo", false, "list the simulated phone")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// look asks the adb server until every phone has told about itself, or a few
// seconds have passed.
func look(ctx context.Context, f *phoneFlags) ([]device.Info, error) {
	server, stop, err := f.server(ctx)
	if err != nil {
		return nil, err
	}
	defer stop()
	give := time.After(4 * time.Second)
	for {
		phones, err := device.List(ctx, server)
		if err != nil {
			return nil, err
		}
		settled := len(phones) > 0
		for _, p := range phones {
			settled = settled && !p.State.Passing()
		}
		if settled {
			return phones, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-give:
			return phones, nil
		case <-time.After(250 * time.Millisecond):
		}
	}
}

// can says what this version can do with a phone, by category.
func can(i device.Info) map[string]string {
	if i.State != device.Ready {
		return map[string]string{}
	}
	return map[string]string{"photos": "yes", "recordings": "yes"}
}

func printDevicesJSON(w io.Writer, phones []device.Info) error {
	out := struct {
		Devices []deviceJSON `json:"devices"`
	}{Devices: []deviceJSON{}}
	for _, p := range phones {
		d := deviceJSON{
			ID: p.ID, Serial: p.Serial, State: p.State, Name: p.Name, Model: p.Model, OS: p.OS, Android: p.Android,
			Charging: p.Battery.Charging, Total: p.Storage.Total, Free: p.Storage.Free, Can: can(p), Spaces: []spaceJSON{},
		}
		for _, s := range p.Spaces {
			d.Spaces = append(d.Spaces, spaceJSON(s))
		}
		if p.Battery.Level >= 0 {
			d.Battery = &p.Battery.Level
		}
		if _, next := p.State.Advice(); p.State != device.Ready {
			d.Next = next
		}
		out.Devices = append(out.Devices, d)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func printDevices(w io.Writer, phones []device.Info) error {
	if len(phones) == 0 {
		return device.ErrNoPhone
	}
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "SERIAL\tSTATE\tNAME\tMODEL\tSYSTEM\tBATTERY\tSTORAGE FREE")
	for _, p := range phones {
		battery, storage, system := "", "", ""
		if p.State == device.Ready {
			if p.Battery.Level >= 0 {
				battery = fmt.Sprintf("%d %%", p.Battery.Level)
			}
			storage = Bytes(p.Storage.Free) + " of " + Bytes(p.Storage.Total)
			system = p.OS + ", Android " + p.Android
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", printable(p.Serial), p.State, printable(p.Name), printable(p.Model), printable(system), battery, storage)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, p := range phones {
		if p.State != device.Ready {
			what, next := p.State.Advice()
			fmt.Fprintf(w, "\n%s: %s %s\n", printable(p.Serial), what, next)
		}
		printSpaces(w, p)
	}
	return nil
}

// printSpaces says what storages a phone has beside its own, and which of them
// a backup reads.
func printSpaces(w io.Writer, p device.Info) {
	for _, s := range p.Spaces {
		if s.Kind == device.Shared && s.Readable {
			continue
		}
		says := s.Why
		if s.Readable {
			says = "backed up with the phone."
			if s.Total > 0 {
				says = Bytes(s.Free) + " of " + Bytes(s.Total) + " free, " + says
			}
		}
		title := s.Kind.Title()
		if s.Name != "" && s.Kind != device.DualApps && !strings.EqualFold(s.Name, title) {
			title += " " + s.Name
		}
		fmt.Fprintf(w, "\n%s, %s: %s\n", printable(p.Name), printable(title), says)
	}
}
