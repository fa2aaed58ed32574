// Package command is the terminal's face of Keepsake: each command runs the
// same job as the window. Without a command the window opens.
//
// Begin with New and Run.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"keepsake/app/advice"
	"keepsake/app/library"
)

// Env is the outside of a command: streams and the window. Tests give their own.
type Env struct {
	Stdout, Stderr io.Writer
	Terminal       bool // progress may redraw its line on Stderr
	// Ask asks the person at the terminal for a secret; nil: nobody is there.
	Ask     func(prompt string) (string, error)
	Version string
	// Keyring is where the system keeps secrets; nil: it has no such place.
	Keyring library.Ring
	// Window opens the window and returns when it is closed.
	Window func(ctx context.Context, o WindowOptions) error
}

// WindowOptions are the flags of the window.
type WindowOptions struct {
	Demo    bool
	Library string // empty: as last time, or the default
	// Background starts without showing the window: in the tray, for automatic backups.
	Background bool
}

// The exit codes. Check has its own, see check.go.
const (
	exitOK      = 0
	exitPartial = 1 // some items failed or were skipped for a reason to look at
	exitFailed  = 2 // the job could not run

	exitUnchecked = 3 // a check that checked nothing
)

// exit is an error that only carries an exit code: everything was said already.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Run executes one command line (without the program's name) and returns its exit code.
func Run(ctx context.Context, env Env, args []string) int {
	root := newRoot(env)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var code exit
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	default:
		fmt.Fprintln(env.Stderr, "keepsake:", sentence(err))
		return exitFailed
	}
}

// sentence is the advice for err and, when that says something else, the error itself.
func sentence(err error) string {
	a := advice.For(err)
	if a.What == err.Error() || strings.Contains(err.Error(), a.String()) {
		return err.Error()
	}
	return a.String() + "\n(" + err.Error() + ")"
}

// Tree is every command with its flags and help, for what is made of them: manual
// pages and shell completions. Its commands are not to be run.
func Tree(version string) *cobra.Command {
	return newRoot(Env{Stdout: io.Discard, Stderr: io.Discard, Version: version})
}

func newRoot(env Env) *cobra.Command {
	var w WindowOptions
	root := &cobra.Command{
		Use:   "keepsake",
		Short: "Keeps what is on a Xiaomi, Redmi or POCO phone in a library on this computer",
		Long: `Keepsake backs up a Xiaomi, Redmi or POCO phone into a library on this computer:
ordinary files in folders named after the albums, checked against the phone's own
hashes. Without a command it opens the window.`,
		Example: `  keepsake                              open the window
  keepsake --demo                       … with a simulated phone to try it
  keepsake backup --library ~/Keepsake  back up the connected phone
  keepsake import ~/Downloads/takeout-*.zip   bring in a Google Takeout
  keepsake check ~/Keepsake             is the library whole?`,
		Version:       env.Version,
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return env.Window(cmd.Context(), w)
		},
	}
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetVersionTemplate("keepsake {{.Version}}\n")
	root.Flags().BoolVar(&w.Demo, "demo", false, "connect a simulated phone")
	root.Flags().StringVar(&w.Library, "library", "", "folder of the library (default: as last time)")
	root.Flags().BoolVar(&w.Background, "background", false, "start in the tray, without a window")
	root.AddCommand(
		devicesCommand(env), backupCommand(env), importCommand(env), listCommand(env), exportCommand(env), restoreCommand(env), undoCommand(env), freeCommand(env),
		checkCommand(env), repairCommand(env), demoCommand(env), whereCommand(env), doctorCommand(env), connectCommand(env), passphraseCommand(env),
		cloudCommand(env), uploadCommand(env), fetchCommand(env), verifyCommand(env),
	)
	complete(root, env)
	return root
}

// libraryFlag adds --library with the environment's default.
func libraryFlag(cmd *cobra.Command, dir *string) {
	cmd.Flags().StringVar(dir, "library", os.Getenv("KEEPSAKE_LIBRARY"), "folder of the library (default: $KEEPSAKE_LIBRARY or Pictures/Keepsake)")
}
