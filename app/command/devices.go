package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
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
	Can      map[string]string `json:"can"` // category: "yes" or why not
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
			Charging: p.Battery.Charging, Total: p.Storage.Total, Free: p.Storage.Free, Can: can(p),
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
	}
	return nil
}
