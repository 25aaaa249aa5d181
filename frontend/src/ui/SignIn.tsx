/** The first page: who are you. */

import { useSignal } from "@preact/signals";
import { ApiError } from "../api/client";
import { t } from "../i18n";
import { note, signIn, wordsOf } from "../state/session";
import { Logo } from "./Icon";
import { Preferences } from "./Preferences";

export function SignIn() {
  const problem = useSignal<string | null>(null);
  const busy = useSignal(false);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    problem.value = null;
    try {
      await signIn(String(form.get("user")), String(form.get("password")));
    } catch (error) {
      const wrong =
        error instanceof ApiError && ["UNAUTHENTICATED", "FORBIDDEN"].includes(error.code);
      problem.value = wrong ? t("signin.wrong") : wordsOf(error);
    } finally {
      busy.value = false;
    }
  }

  return (
    <main class="welcome">
      <form class="card signin" onSubmit={submit} aria-busy={busy.value}>
        <div class="brand">
          <Logo size={44} />
          <div>
            <h1>Klupko</h1>
            <p>{t("app.tagline")}</p>
          </div>
        </div>
        <label>
          {t("signin.user")}
          <input name="user" autocomplete="username" required autofocus spellcheck={false} />
        </label>
        <label>
          {t("signin.password")}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <p class="problem" role="alert">
          {problem.value ?? note.value?.text}
        </p>
        <button type="submit" class="button primary" disabled={busy.value}>
          {busy.value ? t("signin.busy") : t("signin.submit")}
        </button>
      </form>
      <footer class="corner">
        <Preferences />
      </footer>
    </main>
  );
}
