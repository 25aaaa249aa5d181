/** Language and theme, on every page. */

import { LANGUAGES, type Language, language, setLanguage, t } from "../i18n";
import { dark, toggleTheme } from "../state/theme";
import { IconButton } from "./parts";

export function Preferences() {
  return (
    <>
      <select
        class="quiet"
        aria-label={t("toolbar.language")}
        value={language.value}
        onChange={(event) => setLanguage(event.currentTarget.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <IconButton
        icon={dark.value ? "sun" : "moon"}
        label={t("toolbar.theme")}
        keys="D"
        onClick={toggleTheme}
      />
    </>
  );
}
