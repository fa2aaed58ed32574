# Keepsake. On a fresh Debian or Ubuntu with Go and git:
#   make run     builds and starts it (with a simulated phone to try)
#   make test    runs every check
# Everything else is listed by `make help`.

# The version is FyneApp.toml's; which build of it, the commit says.
VERSION := $(shell sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)+$(shell git describe --always --dirty 2>/dev/null || echo unknown)
TAGS    := migrated_fynedo,nodynamic
LDFLAGS := -s -w -X main.version=$(VERSION)
CACHE   := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/keepsake-build
STATICCHECK := $(CACHE)/staticcheck-v0.8.2
GO      := go
# The tests of the finished program (app/e2e) are run by their own target.
ROOMS    = $$($(GO) list -tags $(TAGS) ./... | grep -v /app/e2e)

.PHONY: help run build test check vet unit race alone peers e2e looks screenshots bench torture package package-mac deps-build deps-test clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

deps-build:
	@.ci/deps build
deps-test:
	@.ci/deps test

build: deps-build ## build ./keepsake
	$(GO) build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o keepsake .

run: build ## start it: the window, or a backup in the terminal when there is no display
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec ./keepsake --demo; \
	else \
		echo "No display here: backing up the demo phone in the terminal."; \
		./keepsake backup --demo || [ $$? = 1 ] || exit 2; \
		./keepsake check --read all "$$(./keepsake where --demo)" && echo "The library is in $$(./keepsake where --demo)"; \
	fi

# The peers are mostly waited for, so what is left of the tests runs meanwhile.
test: deps-test check race ## everything CI runs
	$(MAKE) -j2 alone peers
	$(MAKE) e2e

check: $(STATICCHECK) ## gofmt, go vet, staticcheck
	@out=$$(gofmt -l app assets device gallery main.go); [ -z "$$out" ] || { echo "gofmt these:"; echo "$$out"; exit 1; }
	$(GO) vet -tags $(TAGS) ./...
	$(STATICCHECK) -tags $(TAGS) ./...

$(STATICCHECK):
	@mkdir -p $(CACHE)/bin
	GOBIN=$(CACHE)/bin $(GO) install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	@mv $(CACHE)/bin/staticcheck $@

unit: ## the tests, without the race detector
	$(GO) test -tags $(TAGS) $(ROOMS)

# Drawing every screen in every state, and making the key of a passphrase, is one goroutine's work and four to ten
# times as slow under the race detector: such tests (TestLooks…, TestScrypt…) are left to `alone`.
ALONE := ^Test(Looks|Scrypt)
race: ## the tests, with the race detector
	$(GO) test -race -timeout 25m -tags $(TAGS) -skip '$(ALONE)' $(ROOMS)

alone: ## the tests that have nothing for the race detector: every screen and state, passphrases
	$(GO) test -tags $(TAGS) -run '$(ALONE)' $$($(GO) list -tags $(TAGS) ./app/... | grep -v /app/e2e)

peers: build ## against other people's programs: the adb program, a real adbd, @yume-chan/adb
	@.ci/peers

e2e: build ## the real program and its window under Xvfb
	@.ci/e2e

looks: ## every screen and state to PNG, light and dark, without a display → looks/
	@mkdir -p looks
	LOOKS=$(CURDIR)/looks CGO_ENABLED=0 $(GO) test -count=1 -tags $(TAGS) -run Looks ./app/ui/...

screenshots: build deps-test ## the README's and the guide's pictures, from the program with the demo phone
	@.ci/screenshots
	@.ci/guide

bench: build ## figures beside the named peers, in the same run
	@.ci/deps bench
	@.ci/bench

torture: build deps-test ## long campaigns: kill -9, faults, fuzz
	@.ci/torture

package: deps-build ## what people install: .deb, .tar.xz, Windows .zip → dist/
	@.ci/deps package
	@.ci/package

package-mac: ## Keepsake.app, on a Mac → dist/
	@.ci/package-mac

clean:
	rm -rf keepsake looks dist
