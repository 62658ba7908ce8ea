/*
 * What the pages do in the browser: times in the viewer's words and zone, regions that follow the server while the
 * page is open, and forms that are sent once.
 */
(() => {
  'use strict';

  const language = document.documentElement.lang || 'en';
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' });
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

  /** How the clock of the server and that of this machine differ, in milliseconds. */
  let skew = 0;

  function ago(time) {
    const seconds = Math.round((time - (Date.now() + skew)) / 1000);
    const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) || ['second', 1];
    return relative.format(Math.trunc(seconds / length), unit);
  }

  function showTimes(root) {
    root.querySelectorAll('time[data-time]').forEach(element => {
      const time = Date.parse(element.dateTime);
      const text = element.dataset.time === 'exact' ? exact.format(time) : ago(time);
      if (element.textContent !== text) {
        element.textContent = text;
      }
    });
  }

  // --- Regions that follow the server ---------------------------------------------------

  /** Makes one element like another, and keeps what the viewer did: focus, picks, folds, what was typed. */
  function morph(from, to) {
    if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName || (from.id || '') !== (to.id || '')) {
      from.replaceWith(to.cloneNode(true));
      return;
    }
    if (from.nodeType !== Node.ELEMENT_NODE) {
      if (from.nodeValue !== to.nodeValue) {
        from.nodeValue = to.nodeValue;
      }
      return;
    }
    if (from.isEqualNode(to)) {
      return;
    }
    const kept = from.nodeName === 'DETAILS' ? ['open'] : [];
    for (const { name } of [...from.attributes]) {
      if (!to.hasAttribute(name) && !kept.includes(name)) {
        from.removeAttribute(name);
      }
    }
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value && !kept.includes(name)) {
        from.setAttribute(name, value);
      }
    }
    const keyed = new Map([...from.children].filter(child => child.dataset.key).map(child => [child.dataset.key, child]));
    let at = from.firstChild;
    for (const wanted of to.childNodes) {
      const key = wanted.dataset && wanted.dataset.key;
      const same = key ? keyed.get(key) : null;
      if (same) {
        if (same !== at) {
          from.insertBefore(same, at);
        } else {
          at = at.nextSibling;
        }
        morph(same, wanted);
      } else if (!at || key || (at.dataset && at.dataset.key)) {
        from.insertBefore(wanted.cloneNode(true), at);
      } else {
        const next = at.nextSibling;
        morph(at, wanted);
        at = next;
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  let loading = false;
  let again = false;
  let last = 0;
  const SOONEST = 1000;
  const LATEST = 10000;

  async function refresh() {
    if (loading) {
      again = true;
      return;
    }
    const regions = document.querySelectorAll('[data-live]');
    if (!regions.length || document.hidden) {
      return;
    }
    loading = true;
    last = Date.now();
    try {
      const answer = await fetch(location.href, { headers: { 'X-Tocsin-Refresh': 'true' }, redirect: 'manual' });
      if (answer.type === 'opaqueredirect' || answer.status === 401) {
        signedOut();
        return;
      }
      if (!answer.ok) {
        return;
      }
      skew = Date.parse(answer.headers.get('Date')) - Date.now();
      if (Number.isNaN(skew) || Math.abs(skew) < 2000) {
        skew = 0;
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      showTimes(fresh);
      regions.forEach(region => {
        const wanted = fresh.getElementById(region.id);
        if (wanted) {
          morph(region, wanted);
        }
      });
      countPicked();
    } catch (lost) {
      // The server or the network is away for a moment; the next turn asks again.
    } finally {
      loading = false;
      if (again) {
        again = false;
        setTimeout(refresh, SOONEST);
      }
    }
  }

  let asked = null;

  /** Told by the server that something has changed; many such within a second are one. */
  window.tocsinChanged = () => {
    if (!asked) {
      asked = setTimeout(() => {
        asked = null;
        refresh();
      }, Math.max(0, last + SOONEST - Date.now()));
    }
  };

  let stopped = false;

  function signedOut() {
    stopped = true;
    const banner = document.getElementById('signed-out');
    if (banner) {
      banner.querySelector('a').href = location.href;
      banner.hidden = false;
    }
  }

  // --- Forms ----------------------------------------------------------------------------

  function countPicked() {
    document.querySelectorAll('[data-picks]').forEach(form => {
      const picked = form.querySelectorAll('input[name=picked]:checked').length;
      form.querySelectorAll('[data-needs-pick]').forEach(button => { button.disabled = picked === 0; });
      form.querySelectorAll('[data-picked]').forEach(count => { count.textContent = picked; });
    });
  }

  document.addEventListener('change', event => {
    const target = event.target;
    if (target.matches('[data-pick-all]')) {
      target.closest('form').querySelectorAll('input[name=picked]').forEach(pick => { pick.checked = target.checked; });
    }
    if (target.closest('form.filters') && target.matches('select')) {
      target.form.requestSubmit();
    }
    countPicked();
  });

  // A second click while the first is on its way is not a second wish.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.method !== 'post') {
      // What filters nothing has no place in the address.
      form.querySelectorAll('input, select').forEach(input => {
        input.disabled = input.disabled || input.value === (input.dataset.default || '');
      });
      return;
    }
    const question = event.submitter && event.submitter.dataset.confirm;
    if (form.dataset.sent || (question && !window.confirm(question))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = 'true';
    form.setAttribute('aria-busy', 'true');
  }, true);

  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach(form => {
      delete form.dataset.sent;
      form.removeAttribute('aria-busy');
    });
    document.querySelectorAll('form.filters :disabled').forEach(input => { input.disabled = false; });
  });

  document.addEventListener('keydown', event => {
    if (event.key === '/' && !event.target.closest('input, textarea, select, [contenteditable]')) {
      const search = document.querySelector('.search input');
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  document.addEventListener('click', event => {
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      copyText(document.getElementById(copy.dataset.copy)).then(() => {
        const said = copy.querySelector('[data-copied]');
        if (said) {
          said.textContent = said.dataset.copied;
        }
      });
    }
  });

  /** Browsers let go of the clipboard only to pages that came encrypted or from this machine; elsewhere, the old way. */
  async function copyText(element) {
    try {
      await navigator.clipboard.writeText(element.textContent);
    } catch (refused) {
      window.getSelection().selectAllChildren(element);
      document.execCommand('copy');
    }
  }

  document.addEventListener('DOMContentLoaded', () => {
    showTimes(document);
    countPicked();
    setInterval(() => showTimes(document), 1000);
    setInterval(() => {
      // Something is under way that is worth a look every second.
      const wait = document.querySelector('[data-busy]') ? SOONEST : LATEST;
      if (!stopped && Date.now() - last >= wait) {
        refresh();
      }
    }, 1000);
    document.addEventListener('visibilitychange', () => { if (!stopped) { refresh(); } });
    last = Date.now();
  });
})();
