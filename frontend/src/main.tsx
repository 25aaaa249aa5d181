/** The page's beginning: theme, language, who is signed in, then the place asked for. */

import { effect } from "@preact/signals";
import { render } from "preact";
import "./style/fonts.css";
import "./style/base.css";
import "./style/pages.css";
import "./style/workspace.css";
import "./style/panels.css";
import "./style/review.css";
import "./style/time.css";
import "./style/structure.css";
import "./style/map.css";
import { language } from "./i18n";
import { loadUser } from "./state/session";
import { dark } from "./state/theme";
import { App } from "./ui/App";

effect(() => {
  document.documentElement.dataset.theme = dark.value ? "dark" : "light";
});
document.documentElement.lang = language.value;

const root = document.getElementById("app");
if (!root) throw new Error("the page has no place to draw in");
render(<App />, root);
void loadUser();
