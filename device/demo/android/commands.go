package android

import (
	"context"
	"fmt"
	"strings"
	"time"

	"keepsake/device/demo/content"
	"keepsake/device/demo/shell"
)

func denied(text string) shell.Command {
	return func(_ context.Context, c *shell.Call) int {
		fmt.Fprintln(c.Err, text)
		return 1
	}
}

// dumpsys knows the battery service.
func (s *System) dumpsys(_ context.Context, c *shell.Call) int {
	if len(c.Args) == 1 && c.Args[0] == "-l" {
		fmt.Fprint(c.Out, "Currently running services:\n  battery\n")
		return 0
	}
	if text, ok := about("dumpsys", c.Args); ok {
		fmt.Fprint(c.Out, text)
		return 0
	}
	if len(c.Args) == 2 && c.Args[0] == "package" {
		fmt.Fprint(c.Out, s.packageInfo(c.Args[1]))
		return 0
	}
	if len(c.Args) == 0 || c.Args[0] != "battery" {
		fmt.Fprintf(c.Err, "Can't find service: %s\n", strings.Join(c.Args, " "))
		return 1
	}
	s.mu.Lock()
	level, charging := s.level, s.charging
	s.mu.Unlock()
	status := 3 // discharging
	switch {
	case charging && level >= 100:
		status = 5
	case charging:
		status = 2
	}
	fmt.Fprintf(c.Out, `Current Battery Service state:
  AC powered: false
  USB powered: %t
  Wireless powered: false
  Dock powered: false
  Max charging current: 500000
  Max charging voltage: 5000000
  Charge counter: %d
  status: %d
  health: 2
  present: true
  level: %d
  scale: 100
  voltage: %d
  temperature: 291
  technology: Li-poly
`, charging, level*46100, status, level, 3400+level*10)
	return 0
}

// sm lists the storages: the phone's own and the memory cards.
func (s *System) sm(_ context.Context, c *shell.Call) int {
	switch strings.Join(c.Args, " ") {
	case "list-volumes public":
		fmt.Fprint(c.Out, s.publicVolumes())
		return 0
	case "list-volumes", "list-volumes all":
		fmt.Fprint(c.Out, "private mounted null\nemulated;0 mounted null\n", s.publicVolumes())
		return 0
	case "has-adoptable":
		fmt.Fprintln(c.Out, "false")
		return 0
	}
	fmt.Fprintln(c.Err, "usage: sm list-volumes [public|private|emulated|all]")
	return 1
}

// am takes broadcasts, to which nothing on this phone reacts, as its media database
// sees every file at once, and activities, which are put on the screen.
func (s *System) am(_ context.Context, c *shell.Call) int {
	intent := strings.Join(c.Args[min(1, len(c.Args)):], " ")
	switch {
	case len(c.Args) == 0:
	case c.Args[0] == "broadcast":
		s.scanBroadcast(c.Args)
		fmt.Fprintf(c.Out, "Broadcasting: Intent { %s }\nBroadcast completed: result=0\n", intent)
		return 0
	case c.Args[0] == "start":
		s.screen.show(c.Args[1:])
		fmt.Fprintf(c.Out, "Starting: Intent { %s }\n", intent)
		return 0
	case c.Args[0] == "get-current-user":
		fmt.Fprintln(c.Out, "0")
		return 0
	}
	fmt.Fprintln(c.Err, "Activity manager (activity) commands: broadcast, start, get-current-user")
	return 1
}

// cmd reaches the same services by their names.
func (s *System) cmd(ctx context.Context, c *shell.Call) int {
	if len(c.Args) == 0 {
		fmt.Fprintln(c.Err, "cmd: No service specified; use -l to list all running services.")
		return 20
	}
	if text, ok := about("cmd", c.Args); ok {
		fmt.Fprint(c.Out, text)
		return 0
	}
	service := c.Args[0]
	rest := *c
	rest.Args = c.Args[1:]
	switch service {
	case "package":
		return s.pm(ctx, &rest)
	case "settings":
		return s.settingsCommand(ctx, &rest)
	case "activity":
		return s.am(ctx, &rest)
	case "wifi":
		return s.wifi(&rest)
	case "appops":
		return s.appops(&rest)
	}
	fmt.Fprintf(c.Err, "cmd: Can't find service: %s\n", service)
	return 20
}

func (s *System) wm(_ context.Context, c *shell.Call) int {
	if len(c.Args) == 1 && c.Args[0] == "size" {
		fmt.Fprintln(c.Out, "Physical size: 1200x2670")
		return 0
	}
	fmt.Fprintln(c.Err, "Window manager (window) commands: size")
	return 255
}

func (s *System) contentCommand(ctx context.Context, c *shell.Call) int {
	if s.ToolStart > 0 {
		t := time.NewTimer(s.ToolStart)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return 130
		}
	}
	tool := content.Tool{Providers: s.providers, Denied: s.deniedAuthority, Old: s.sdk() < 30, In: c.In}
	return tool.Run(ctx, c.Args, c.Out, c.Err)
}

// deniedAuthority is the exception of a provider that does not serve the shell user.
func (s *System) deniedAuthority(authority string) error {
	if s.Refused == nil || !s.Refused(authority) {
		return nil
	}
	provider, permission := "com.android.providers."+authority, "android.permission.READ_PRIVILEGED"
	switch authority {
	case "call_log":
		provider = "com.android.providers.contacts.CallLogProvider"
		permission = "android.permission.READ_CALL_LOG or android.permission.WRITE_CALL_LOG"
	case "com.android.contacts":
		provider = "com.android.providers.contacts.ContactsProvider2"
		permission = "android.permission.READ_CONTACTS or android.permission.WRITE_CONTACTS"
	case "sms", "mms", "mms-sms":
		provider = "com.android.providers.telephony.SmsProvider"
		permission = "android.permission.READ_SMS"
	case "com.android.calendar":
		provider = "com.android.providers.calendar.CalendarProvider2"
		permission = "android.permission.READ_CALENDAR or android.permission.WRITE_CALENDAR"
	case "media":
		provider = "com.android.providers.media.MediaProvider"
		permission = "android.permission.READ_EXTERNAL_STORAGE"
	}
	return &content.ProviderError{Class: "java.lang.SecurityException", Text: fmt.Sprintf(
		"Permission Denial: opening provider %s from (null) (pid=12345, uid=2000) requires %s", provider, permission)}
}
