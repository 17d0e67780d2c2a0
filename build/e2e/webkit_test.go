package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWebKit goes through the site in WebKitGTK. It is skipped where Debian's packages
// webkit2gtk-driver and xvfb are not installed.
func TestWebKit(t *testing.T) {
	t.Parallel()
	s := serveGzip(t)
	b := &otherTab{t, s, webKit(t)}
	b.post()
	b.tour()
}

// A session is one of WebKit's driver, which speaks WebDriver.
type session struct{ url string }

// webKit starts WebKitGTK's MiniBrowser on a virtual screen.
func webKit(t *testing.T) *session {
	for _, name := range []string{"WebKitWebDriver", "Xvfb"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("no " + name)
		}
	}
	browsers, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4*/MiniBrowser")
	if len(browsers) == 0 {
		t.Skip("no MiniBrowser")
	}
	// Xvfb chooses a display that is free, and writes its number.
	read, number, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	screen := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
	screen.ExtraFiles = []*os.File{number}
	if err := screen.Start(); err != nil {
		t.Fatal(err)
	}
	number.Close()
	t.Cleanup(func() {
		_ = screen.Process.Kill()
		_ = screen.Wait()
	})
	display, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().(*net.TCPAddr)
	listener.Close()
	startProgram(t, []string{"DISPLAY=:" + strings.TrimSpace(display), "GDK_BACKEND=x11", "HOME=" + t.TempDir(), "LIBGL_ALWAYS_SOFTWARE=1",
		"WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1"},
		"WebKitWebDriver", "--host=127.0.0.1", fmt.Sprintf("--port=%d", address.Port))
	s := &session{fmt.Sprintf("http://%s/session", address)}
	var made struct {
		SessionID string `json:"sessionId"`
	}
	eventually(t, "WebKit does not start", func() error {
		return s.post("", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
			"webkitgtk:browserOptions": map[string]any{"binary": browsers[0], "args": []string{"--automation"}},
		}}}, &made)
	})
	s.url += "/" + made.SessionID
	t.Cleanup(func() {
		if request, err := http.NewRequest(http.MethodDelete, s.url, nil); err == nil {
			if response, err := http.DefaultClient.Do(request); err == nil {
				response.Body.Close()
			}
		}
	})
	return s
}

// post sends a command, and stores the value of its response.
func (s *session) post(command string, parameters map[string]any, value any) error {
	text, err := json.Marshal(parameters)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: patience}
	response, err := client.Post(s.url+command, "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", command, body)
	}
	return json.Unmarshal(body, &struct{ Value any }{value})
}

func (s *session) navigate(url string) error {
	return s.post("/url", map[string]any{"url": url}, new(any))
}

func (s *session) run(script string) (value any, err error) {
	err = s.post("/execute/sync", map[string]any{"script": script, "args": []any{}}, &value)
	return value, err
}

func (s *session) enter() error {
	return s.post("/frame", map[string]any{"id": 0}, new(any))
}
