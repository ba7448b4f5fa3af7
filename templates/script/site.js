/* The script of all pages. Nothing here is needed to read: the pages say all they have to say without it.
   The build joins the modules into one classic script, since browsers load no module script from disk. */
import "./copy.js";
import "./light.js";
import "./open.js";
import "./keys.js";
import "./address.js";
import "./paper.js";
import "./claims_menus.js";
