"""The company's pages: post, fund, choose, welcome, host, decide, and see what it costs."""
